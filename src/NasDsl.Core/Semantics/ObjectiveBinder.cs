using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>The `objective` of a file to goals: arithmetic on metrics and on numbers that are known now.</summary>
/// <param name="network">The network that is searched: `params(N)` says the same as `params`.</param>
internal sealed class ObjectiveBinder(Module module, Elaborator elaborator, DiagnosticBag diagnostics, string? network)
{
    private const string Column = "column";

    /// <summary>The goals that can be told; what is wrong with others is reported.</summary>
    public ImmutableArray<GoalPlan> Bind(ObjectiveSyntax syntax) => [.. syntax.Goals.Select(Bind).OfType<GoalPlan>()];

    /// <summary>A strategy that strives for one goal is not given several; what trains a supernet descends its loss.</summary>
    public void CheckStrategy(ObjectiveSyntax syntax, ImmutableArray<GoalPlan> goals, SearchSyntax? search, StrategyPlan? plan)
    {
        if (search is null)
            return;
        var strategy = search.Strategy.Text;
        if (plan is { TakesSeveralGoals: false } && goals.Length > 1)
            diagnostics.Add(Diagnose.OneGoalOnly(goals[1].Span, strategy, goals.Length));
        if (SupernetPlans.Find(strategy) is not null && !goals.IsEmpty && !IsPlain(goals))
            diagnostics.Add(Diagnose.SettingNotCarriedOut(
                new TextSpan(syntax.Span.Start, "objective".Length), strategy, "objective"));
    }

    /// <summary>`maximize accuracy` or `minimize loss`: what training strives for anyway.</summary>
    private static bool IsPlain(ImmutableArray<GoalPlan> goals) => goals is [{ Term: MetricTerm { Metric.Kind: var kind } } goal]
        && kind == (goal.IsMinimized ? MetricKind.Loss : MetricKind.Accuracy);

    private GoalPlan? Bind(GoalSyntax goal)
    {
        var errors = diagnostics.ErrorCount;
        var term = Term(goal.Value);
        if (goal.IsMinimized is null)
            diagnostics.Add(Diagnose.NoDirection(goal.Span, module.Source[goal.Value.Span]));
        if (term is null || diagnostics.ErrorCount > errors || goal.IsMinimized is not { } isMinimized)
            return null;
        if (!term.Metrics.Any())
        {
            diagnostics.Add(Diagnose.NotAnObjective(goal.Value.Span, "it is the same for every architecture"));
            return null;
        }
        return new GoalPlan(term, isMinimized, module.Source[goal.Value.Span], goal.Value.Span);
    }

    /// <summary>Null where something was reported.</summary>
    private ObjectiveTerm? Term(ExpressionSyntax syntax) => syntax switch
    {
        NameExpressionSyntax name when module.Find(name.Name.Text) is ConstSyntax => Number(syntax),
        NameExpressionSyntax name => Metric.Find(name.Name.Text) is { } metric ? new MetricTerm(metric) : Unknown(name.Name),
        BinarySyntax binary when OperatorOf(binary.Operator) is { } op =>
            (Term(binary.Left), Term(binary.Right)) is ({ } left, { } right) ? new BinaryTerm(left, op, right) : null,
        UnarySyntax { Operator: UnaryOperator.Negate } negation =>
            Term(negation.Operand) is { } term ? new BinaryTerm(new NumberTerm(0), ObjectiveOperator.Subtract, term) : null,
        CallSyntax { Callee: NameExpressionSyntax name } call => Call(name.Name, call),
        NumberSyntax or MemberSyntax => Number(syntax),
        BinarySyntax { Operator: BinaryOperator.LessOrEqual or BinaryOperator.Less or BinaryOperator.GreaterOrEqual or BinaryOperator.Greater } =>
            Wrong(syntax, "it compares, which a `constraint` does"),
        _ => Wrong(syntax, "it is no number"),
    };

    private static ObjectiveOperator? OperatorOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => ObjectiveOperator.Add,
        BinaryOperator.Subtract => ObjectiveOperator.Subtract,
        BinaryOperator.Multiply => ObjectiveOperator.Multiply,
        BinaryOperator.Divide => ObjectiveOperator.Divide,
        BinaryOperator.Power => ObjectiveOperator.Power,
        _ => null,
    };

    private ObjectiveTerm? Call(NameSyntax name, CallSyntax call)
    {
        switch (name.Text)
        {
            case "min" or "max":
                return call.Arguments is [{ Name: null } first, { Name: null } second]
                    ? (Term(first.Value), Term(second.Value)) is ({ } left, { } right)
                        ? new BinaryTerm(left, name.Text == "min" ? ObjectiveOperator.Minimum : ObjectiveOperator.Maximum, right)
                        : null
                    : Wrong(call, $"`{name.Text}` takes two numbers");
            case "latency":
                return Text(call) is { } file
                    ? new MetricTerm(new Metric(MetricKind.Latency, name.Text, file))
                    : Wrong(call, "`latency` takes a file: `latency(\"cpu.csv\")`");
            case Column:
                return Text(call) is { } column
                    ? new MetricTerm(new Metric(MetricKind.Column, Column, column))
                    : Wrong(call, "`column` takes a name: `column(\"mean_acc\")`");
            case "params" or "macs" when call.Arguments is [{ Name: null, Value: NameExpressionSyntax main }] && main.Name.Text == network:
                return Metric.Find(name.Text) is { } size ? new MetricTerm(size) : null;
        }
        if (Builtin.Find(name.Text) is not null)
            return Number(call);
        return Metric.Find(name.Text) is null ? Unknown(name) : Wrong(call, $"`{name.Text}` is of the network that is searched, and takes nothing");
    }

    private static string? Text(CallSyntax call) =>
        call.Arguments is [{ Name: null, Value: StringSyntax { Value: { Length: > 0 } text } }] ? text : null;

    private NumberTerm? Number(ExpressionSyntax syntax)
    {
        switch (elaborator.EvaluateStatic(syntax))
        {
            case NumberValue number:
                return new NumberTerm(number.Number);
            case UnknownValue:
                return null;
            case var other:
                diagnostics.Add(Diagnose.WrongKind(syntax.Span, "a number", other.Description));
                return null;
        }
    }

    private ObjectiveTerm? Unknown(NameSyntax name)
    {
        diagnostics.Add(Diagnose.UnknownMetric(name.Span, name.Text, SpellChecker.Suggest(name.Text, [.. Metric.Names, Column])));
        return null;
    }

    private ObjectiveTerm? Wrong(ExpressionSyntax syntax, string why)
    {
        if (syntax is not BrokenExpressionSyntax)
            diagnostics.Add(Diagnose.NotAnObjective(syntax.Span, why));
        return null;
    }
}
