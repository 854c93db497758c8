using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>`constraint` declarations to checks on architectures.</summary>
internal sealed class ConstraintBinder(
    Module module,
    ModuleSet modules,
    Elaborator elaborator,
    DiagnosticBag diagnostics,
    Func<FunctionSyntax, BoundArguments, SearchSpace?> spaceOf)
{
    public ConstraintPlan? Bind(ConstraintSyntax syntax, SearchSpace? main)
    {
        if (IsStatic(syntax.Condition))
        {
            CheckTruth(syntax.Condition);
            return null;
        }

        if (syntax.Condition is not BinarySyntax { Left: CallSyntax { Callee: NameExpressionSyntax metric } call } comparison
            || ComparisonOf(comparison.Operator) is not { } compare)
        {
            diagnostics.Add(UnsupportedFeature(syntax.Condition) is { } feature
                ? Diagnose.NotSupported(syntax.Condition.Span, feature)
                : Diagnose.NotAConstraint(syntax.Condition.Span));
            return null;
        }

        // The bound may be wrong and the property, too: both are looked at.
        var known = BoundOf(comparison.Right);
        var bound = known ?? double.NaN;
        var plan = metric.Name.Text switch
        {
            "params" => Size(ConstraintMetric.Parameters, call, compare, bound, syntax),
            "macs" => Size(ConstraintMetric.Macs, call, compare, bound, syntax),
            "count" => Count(call, compare, bound, syntax, main),
            _ => Unsupported(metric.Name),
        };
        if (plan is null || known is null)
            return null;
        CheckFeasible(plan);
        return plan;
    }

    private static string? UnsupportedFeature(ExpressionSyntax condition) => condition switch
    {
        BinarySyntax { Operator: BinaryOperator.AboutEqual } => "`~=` between a property of a network and a number",
        BinarySyntax { Left: BinarySyntax or NameExpressionSyntax } => "a constraint that computes with properties of a network",
        _ => null,
    };

    /// <summary>
    /// Whether a condition speaks of constants only. What calls something by a name that the language does not know is meant for a
    /// property of a network, misspelled.
    /// </summary>
    private static bool IsStatic(ExpressionSyntax condition) =>
        condition is (BinarySyntax or UnarySyntax) && !IsProperty(condition);

    private static bool IsProperty(ExpressionSyntax syntax) => syntax switch
    {
        CallSyntax { Callee: NameExpressionSyntax name } => !(Builtin.Find(name.Name.Text) is not null || name.Name.Text is "min" or "max"),
        BinarySyntax { Operator: BinaryOperator.Of } => true,
        BinarySyntax binary => IsProperty(binary.Left) || IsProperty(binary.Right),
        UnarySyntax unary => IsProperty(unary.Operand),
        _ => false,
    };

    /// <summary>A condition over constants is true or false now: a false one is a mistake in the file, not a bound on a search.</summary>
    private void CheckTruth(ExpressionSyntax condition)
    {
        switch (elaborator.EvaluateStatic(condition))
        {
            case BooleanValue { Truth: false }:
                diagnostics.Add(Diagnose.FalseConstraint(condition.Span, module.Source[condition.Span], SidesOf(condition)));
                break;
            case BooleanValue or UnknownValue:
                break;
            case var other:
                diagnostics.Add(Diagnose.WrongKind(condition.Span, "a condition", other.Description));
                break;
        }
    }

    /// <summary>What the two sides of a comparison of numbers came to, to be seen beside it.</summary>
    private (double Left, double Right)? SidesOf(ExpressionSyntax condition) =>
        condition is BinarySyntax comparison
        && elaborator.EvaluateStatic(comparison.Left) is NumberValue left
        && elaborator.EvaluateStatic(comparison.Right) is NumberValue right
            ? (left.Number, right.Number)
            : null;

    private ConstraintPlan? Unsupported(NameSyntax metric)
    {
        var known = new[] { "params", "macs", "count" };
        diagnostics.Add(metric.Text is "latency" or "memory" or "flops"
            ? Diagnose.NotSupported(metric.Span, $"a constraint on `{metric.Text}`")
            : Diagnose.NotAConstraint(metric.Span) with
            {
                Help = SpellChecker.Suggest(metric.Text, known) is { } close ? $"did you mean `{close}`?" : "there are `params`, `macs` and `count`",
            });
        return null;
    }

    private ConstraintPlan? Size(
        ConstraintMetric metric, CallSyntax call, Comparison compare, double bound, ConstraintSyntax syntax)
    {
        if (call.Arguments is not [{ Name: null } argument])
        {
            diagnostics.Add(Diagnose.NotAConstraint(call.Span));
            return null;
        }

        var network = elaborator.EvaluateStatic(argument.Value);
        if (network is not NetworkValue { Declaration: var declaration, Arguments: var arguments })
        {
            if (network is not UnknownValue)
                diagnostics.Add(Diagnose.WrongKind(argument.Value.Span, "a network", network.Description));
            return null;
        }

        return spaceOf(declaration, arguments) is { } space
            ? new ConstraintPlan(metric, space, null, null, compare, bound, module.Source[syntax.Condition.Span], syntax.Condition.Span)
            : null;
    }

    private ConstraintPlan? Count(
        CallSyntax call, Comparison compare, double bound, ConstraintSyntax syntax, SearchSpace? main)
    {
        NameSyntax? place = null;
        var label = call.Arguments switch
        {
            [{ Name: null, Value: NameExpressionSyntax name }] => name.Name,
            [{ Name: null, Value: BinarySyntax { Operator: BinaryOperator.In, Left: NameExpressionSyntax name, Right: var where } }] =>
                (place = PlaceOf(where)) is null ? null : name.Name,
            _ => null,
        };
        if (label is null)
        {
            diagnostics.Add(Diagnose.NotAConstraint(call.Span) with { Help = "write `count(skip_connect in Normal)`" });
            return null;
        }

        if (main is null)
            return null;
        var scope = place is null || place.Text == main.Name ? null : place.Text;
        var offered = main.Decisions
            .Where(d => scope is null || d.Scope == scope)
            .SelectMany(d => d.Choosable.Select(a => a.Label))
            .ToHashSet(StringComparer.Ordinal);
        if (!offered.Contains(label.Text))
        {
            diagnostics.Add(Diagnose.AlternativeNotOffered(
                label.Span, label.Text, place?.Text ?? main.Name, SpellChecker.Suggest(label.Text, offered)));
            return null;
        }

        return new ConstraintPlan(
            ConstraintMetric.Count, null, label.Text, scope, compare, bound, module.Source[syntax.Condition.Span], syntax.Condition.Span);
    }

    /// <summary>The cell or network that `in` names, by what its decisions begin with; null for anything else.</summary>
    private NameSyntax? PlaceOf(ExpressionSyntax where)
    {
        var (name, declaration) = where switch
        {
            NameExpressionSyntax plain => (plain.Name, module.Find(plain.Name.Text)),
            MemberSyntax { Target: NameExpressionSyntax file, Member: var member }
                when module.TryFindAlias(file.Name.Text, out var imported) => (member, imported?.FindShared(member.Text)),
            _ => default,
        };
        return declaration is FunctionSyntax { Word: FunctionWord.Cell } cell ? name with { Text = modules.CellName(cell) } : name;
    }

    private double? BoundOf(ExpressionSyntax syntax)
    {
        if (syntax is BinarySyntax { Operator: BinaryOperator.Of })
        {
            diagnostics.Add(Diagnose.NotSupported(syntax.Span, "a share `of` another network"));
            return null;
        }

        switch (elaborator.EvaluateStatic(syntax))
        {
            case NumberValue number:
                return number.Number;
            case UnknownValue:
                return null;
            case var other:
                diagnostics.Add(Diagnose.WrongKind(syntax.Span, "a number", other.Description));
                return null;
        }
    }

    /// <summary>Parameters and MACs are known to the last unit, so an impossible bound is an error now and not after a search.</summary>
    private void CheckFeasible(ConstraintPlan plan)
    {
        if (plan.Space is not { } space || CostRange.Of(space, samples: 1) is not { IsExact: true } costs)
            return;
        var range = plan.Metric == ConstraintMetric.Macs ? costs.Macs : costs.Parameters;
        var closest = plan.Comparison is Comparison.GreaterOrEqual or Comparison.Greater ? range.Maximum : range.Minimum;
        if (plan.Comparison is not (Comparison.Equal or Comparison.NotEqual) && !plan.Allows(closest))
            diagnostics.Add(Diagnose.UnsatisfiableConstraint(plan.Span, plan.Text, closest.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static Comparison? ComparisonOf(BinaryOperator op) => op switch
    {
        BinaryOperator.LessOrEqual => Comparison.LessOrEqual,
        BinaryOperator.Less => Comparison.Less,
        BinaryOperator.GreaterOrEqual => Comparison.GreaterOrEqual,
        BinaryOperator.Greater => Comparison.Greater,
        BinaryOperator.Equal => Comparison.Equal,
        BinaryOperator.NotEqual => Comparison.NotEqual,
        _ => null,
    };
}
