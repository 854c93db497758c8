using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NasDsl.Diagnostics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Expressions other than choices and applications.</summary>
internal sealed partial class Elaborator
{
    private readonly Dictionary<string, Value> constants = new(StringComparer.Ordinal);

    /// <param name="asOperation">The place takes an operation: an unknown name is an unknown operation.</param>
    private Value Evaluate(ExpressionSyntax syntax, Scope scope, Frame frame, bool asOperation = false)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Spend(ref workBudget, 1);
        // Mistakes inside the standard library are shown where the user's program leads to them.
        var outer = diagnostics.Enter(syntax.Span);
        var value = EvaluateInside(syntax, scope, frame, asOperation);
        diagnostics.Enter(outer);
        recorder?.Evaluated(syntax.Span, value);
        return value;
    }

    private Value EvaluateInside(ExpressionSyntax syntax, Scope scope, Frame frame, bool asOperation) =>
        syntax switch
        {
            NumberSyntax number => new NumberValue(number.Value),
            BooleanSyntax boolean => new BooleanValue(boolean.Value),
            StringSyntax text => new TextValue(text.Value),
            NameExpressionSyntax name => NameValue(name.Name, scope, frame, asOperation),
            TupleSyntax tuple => new TupleValue([.. tuple.Items.Select((t, i) => Element(t, scope, frame, i))]),
            ListSyntax list => EvaluateList(list, scope, frame, null),
            SetSyntax set => new InlineSetValue(set, scope),
            IndexSyntax index => EvaluateIndex(index, scope, frame),
            BinarySyntax binary => EvaluateBinary(binary, scope, frame),
            UnarySyntax unary => EvaluateUnary(unary, scope, frame),
            RangeSyntax range => EvaluateRange(range, scope, frame),
            IfSyntax conditional => EvaluateIf(conditional, scope, frame, asOperation),
            CallSyntax call => EvaluateCall(call, scope, frame),
            PipeSyntax pipe => EvaluatePipe(pipe, scope, frame),
            ComposeSyntax compose => EvaluateCompose(compose, scope, frame),
            RepeatSyntax repeat => EvaluateRepeat(repeat, scope, frame),
            ChooseSyntax choose => EvaluateChoose(choose, scope, frame),
            BlendSyntax blend => EvaluateBlend(blend, scope, frame),
            ChainSyntax chain => EvaluateChain(chain, scope, frame),
            UnsupportedExpressionSyntax unsupported => Unknown(Diagnose.NotSupported(syntax.Span, unsupported.Feature)),
            MemberSyntax member => EvaluateMember(member, scope, frame),
            _ => UnknownValue.Instance,
        };

    private Value NameValue(NameSyntax name, Scope scope, Frame frame, bool asOperation)
    {
        if (scope.Find(name.Text) is { } bound)
            return bound;
        var module = modules.Of(name.Span);
        if (module?.Find(name.Text) is { } declaration)
            return Used(declaration, name.Span, frame);
        if (module?.TryFindAlias(name.Text, out var imported) == true)
            return imported is null ? UnknownValue.Instance : new ModuleValue(imported);
        if (catalog.Find(name.Text) is { } operation)
            return new CatalogValue(operation, BoundArguments.None, name.Span);
        if (name.Text == RecurrentValue.Word)
            return new RecurrentValue(null, null, name.Span);
        if (Builtin.Find(name.Text) is { } builtin)
            return new BuiltinValue(builtin);
        if (name.Text == DagFunctionValue.Word)
            return new DagFunctionValue(name.Span);
        if (module?.Table.IsUnsupported(name.Text) == true)
            return UnknownValue.Instance;
        if (modules.Standard.Find(name.Text) is { } standard)
            return DeclarationValue(standard, name.Span, frame);
        return module?.IsIncomplete == true ? UnknownValue.Instance : NothingCalled(name, scope, module, asOperation);
    }

    private UnknownValue NothingCalled(NameSyntax name, Scope scope, Module? module, bool asOperation)
    {
        var suggestion = SpellChecker.Suggest(
            name.Text, [.. scope.Names, .. module?.Names ?? [], .. catalog.Names, .. modules.Standard.Names, .. Builtin.All.Select(f => f.Name),
                RecurrentValue.Word]);
        return Unknown(asOperation
            ? Diagnose.UnknownOperation(name.Span, name.Text, suggestion)
            : Diagnose.UnknownName(name.Span, name.Text, suggestion));
    }

    /// <summary>The value of a declaration of the program's files, whose use is noted.</summary>
    private Value Used(NamedDeclarationSyntax declaration, TextSpan span, Frame frame)
    {
        if (checking is { } checkedOne)
        {
            uses.Add(inProgress.Count > 0 ? inProgress[^1] : checkedOne, declaration.Key, span);
            needed.Add(declaration);
        }

        return DeclarationValue(declaration, span, frame);
    }

    private Value DeclarationValue(NamedDeclarationSyntax declaration, TextSpan span, Frame frame) => declaration switch
    {
        { IsBroken: true } => UnknownValue.Instance,
        ConstSyntax constant => ConstantValue(constant, span),
        OpSetSyntax set => new OpSetValue(set, BoundArguments.None),
        FunctionSyntax { Word: FunctionWord.Network } network => new NetworkValue(network, BoundArguments.None),
        FunctionSyntax { HasInputs: false } alias => AliasValue(alias, span, frame),
        FunctionSyntax function => new DeclaredValue(function, BoundArguments.None, span),
        _ => UnknownValue.Instance,
    };

    /// <summary>`op Name = value`: the value, evaluated at each use, so that its decisions are made afresh there.</summary>
    private Value AliasValue(FunctionSyntax alias, TextSpan span, Frame frame)
    {
        if (IsCyclic(alias.Key, span))
            return UnknownValue.Instance;
        // A cell's decisions have the cell's name, so that every use finds the same ones.
        var place = alias.Word == FunctionWord.Cell
            ? frame with { Path = modules.CellName(alias), Name = "", Cell = modules.CellName(alias), Body = new BodyState() }
            : frame;
        inProgress.Add(alias.Key);
        var value = alias.Body.Statements is [OutputSyntax { Items: [{ } item] }]
            ? Evaluate(item.Value, new Scope(), place, asOperation: true)
            : UnknownValue.Instance;
        inProgress.Remove(alias.Key);
        return value is OperationValue or ChosenValue or UnknownValue
            ? value
            : Unknown(Diagnose.NotAnOperation(alias.Body.Span, value.Description));
    }

    private Value ConstantValue(ConstSyntax constant, TextSpan span)
    {
        if (constants.TryGetValue(constant.Key, out var known))
            return known;
        if (IsCyclic(constant.Key, span))
            return UnknownValue.Instance;
        inProgress.Add(constant.Key);
        // A choice in a constant is one decision, wherever the constant is used.
        var value = Evaluate(constant.Value, new Scope(), CheckFrame().Named(constant.Name.Text));
        inProgress.Remove(constant.Key);
        return constants[constant.Key] = value;
    }

    /// <param name="key">The <see cref="NamedDeclarationSyntax.Key"/> of what is used.</param>
    private bool IsCyclic(string key, TextSpan span)
    {
        var start = inProgress.IndexOf(key);
        if (start < 0)
            return false;
        // All circles are reported together, once every declaration was checked.
        if (checking is null && !uses.HasCycles)
            diagnostics.Add(DeclarationUses.CircleAt(span, [.. inProgress.Skip(start)]));
        return true;
    }

    private Value EvaluateMember(MemberSyntax member, Scope scope, Frame frame)
    {
        var target = Evaluate(member.Target, scope, frame);
        switch (target)
        {
            case UnknownValue:
                return target;
            case ModuleValue { Module: var module }:
                return ImportedValue(module, member.Member, frame);
            case TupleValue tuple when tuple.Names.IndexOf(member.Member.Text) is >= 0 and var index:
                return tuple.Items[index];
            case TupleValue tuple:
                return Unknown(Diagnose.NoSuchOutput(
                    member.Member.Span, member.Member.Text, SpellChecker.Suggest(member.Member.Text, tuple.Names.OfType<string>())));
            case TensorValue { Shape: null }:
                return UnknownValue.Instance;
            default:
                return Unknown(Diagnose.WrongKind(member.Target.Span, "several outputs", target.Description));
        }
    }

    /// <summary>`m.Name` behind `import "file.nas" as m`.</summary>
    private Value ImportedValue(Module module, NameSyntax name, Frame frame)
    {
        if (module.FindShared(name.Text) is { } declaration)
            return Used(declaration, name.Span, frame);
        // What a syntax error or a construct of a later version hides was reported in the file itself.
        if (module.HasSyntaxErrors || module.Table.IsUnsupported(name.Text))
            return UnknownValue.Instance;
        return Unknown(Diagnose.NotInFile(
            name.Span, module.Source.FileName, name.Text, SpellChecker.Suggest(name.Text, module.Shared.Select(d => d.Name.Text)),
            module.Table.Find(name.Text) is not null));
    }

    /// <summary>An element of a list or tuple: it may be used more than once.</summary>
    private Value Element(ExpressionSyntax syntax, Scope scope, Frame frame, int index)
    {
        var name = $"{frame.Name}[{index}]";
        return Finish(Evaluate(syntax, scope, frame.Named(name)), name, frame);
    }

    private Value EvaluateIndex(IndexSyntax syntax, Scope scope, Frame frame)
    {
        var target = Evaluate(syntax.List, scope, frame);
        var position = Evaluate(syntax.Index, scope, frame);
        return At(target, position);

        Value At(Value list, Value index) => (list, index) switch
        {
            (ChosenValue chosen, _) => Map(chosen, (l, i) => At(l, Restrict(index, chosen.Decision, i))),
            (_, ChosenValue chosen) => Map(chosen, (v, i) => At(Restrict(list, chosen.Decision, i), v)),
            _ => ItemAt(syntax, list, index),
        };
    }

    private Value ItemAt(IndexSyntax syntax, Value target, Value position)
    {
        if (IntegerOf(position, syntax.Index, "an index") is not { } index || target is UnknownValue)
            return UnknownValue.Instance;
        // The outputs of an operation in a body that is checked on its own.
        if (target is TensorValue { Shape: null })
            return UnknownValue.Instance;
        if (target is not (ListValue or TupleValue))
            return Unknown(Diagnose.WrongKind(syntax.List.Span, "a list", target.Description));
        var items = target is ListValue list ? list.Items : ((TupleValue)target).Items;
        var at = index < 0 ? index + items.Length : index;
        return at >= 0 && at < items.Length
            ? items[(int)at]
            : Unknown(Diagnose.IndexOutOfRange(syntax.Index.Span, index, items.Length));
    }

    private Value EvaluateIf(IfSyntax syntax, Scope scope, Frame frame, bool asOperation)
    {
        var condition = Evaluate(syntax.Condition, scope, frame);
        switch (condition)
        {
            case BooleanValue boolean:
                if (frame.Graph is null)
                    MarkUsed(boolean.Truth ? syntax.Else : syntax.Then, scope, frame);
                return Evaluate(boolean.Truth ? syntax.Then : syntax.Else, scope, frame, asOperation);
            case UnknownValue:
                Evaluate(syntax.Then, scope, frame, asOperation);
                Evaluate(syntax.Else, scope, frame, asOperation);
                return UnknownValue.Instance;
            case ChosenValue chosen:
                return Branches(syntax, chosen, scope, frame, asOperation);
            case TensorValue:
                return Unknown(Diagnose.NeedsStaticValue(syntax.Condition.Span, "a condition", condition.Description));
            default:
                return Unknown(Diagnose.WrongKind(syntax.Condition.Span, "a condition", condition.Description));
        }
    }

    /// <summary>Both branches, each where the condition has it so.</summary>
    private Value Branches(IfSyntax syntax, ChosenValue condition, Scope scope, Frame frame, bool asOperation)
    {
        if (Leaves(condition).FirstOrDefault(v => v is not BooleanValue) is { } wrong)
            return wrong is UnknownValue ? wrong : Unknown(Diagnose.WrongKind(syntax.Condition.Span, "a condition", wrong.Description));
        if (Assumed(TruthOf(condition, frame), frame) is not { } truth)
            return UnknownValue.Instance;
        var name = frame.Name.Length == 0 ? "branch" : frame.Name;
        var (then, otherwise) = (Branch(true, syntax.Then, "then"), Branch(false, syntax.Else, "else"));
        if (then is UnknownValue || otherwise is UnknownValue)
            return UnknownValue.Instance;
        return ValueOf(truth, t => (t ? then : otherwise) ?? UnknownValue.Instance, syntax.Span) ?? Unknown(Diagnose.NotSupported(
            syntax.Condition.Span, "a condition that depends on which elements of a list are taken"));

        Value? Branch(bool wanted, ExpressionSyntax branch, string place) =>
            Under(frame, truth, wanted) is { } inner
                ? Finish(Evaluate(branch, scope, inner, asOperation), truth.IsFixed ? name : $"{name}.{place}", inner)
                : null;
    }

    /// <summary>`blend { a, b }`.</summary>
    private Value EvaluateBlend(BlendSyntax syntax, Scope scope, Frame frame)
    {
        var parts = EvaluateEntries(syntax.Set, scope, frame);
        if (parts.Any(p => p.Value is UnknownValue))
            return UnknownValue.Instance;
        if (parts.Length == 0)
            return Unknown(Diagnose.NothingToChoose(syntax.Set.Span));
        return parts.FirstOrDefault(p => p.Value is not (OperationValue or ChosenValue)) is { Value: { } wrong } part
            ? Unknown(Diagnose.NotAnOperation(part.Span, wrong.Description))
            : new BlendValue([.. parts.Select(p => (p.Label, p.Value))], syntax.Span);
    }

    /// <summary>The branch that is not taken: it may be nonsense for these values, but what it names is not unused.</summary>
    private void MarkUsed(ExpressionSyntax branch, Scope scope, Frame frame)
    {
        var reported = diagnostics;
        diagnostics = new DiagnosticBag();
        Evaluate(branch, scope, frame, asOperation: true);
        diagnostics = reported;
    }

    private Value EvaluateRange(RangeSyntax syntax, Scope scope, Frame frame)
    {
        var first = Evaluate(syntax.First, scope, frame);
        var last = Evaluate(syntax.Last, scope, frame);
        if (first is NumberValue a && last is NumberValue b)
            return new RangeValue(a.Number, b.Number);
        foreach (var (value, part) in new[] { (first, syntax.First), (last, syntax.Last) })
            if (value is not (NumberValue or UnknownValue))
                diagnostics.Add(Diagnose.WrongKind(part.Span, "a number", value.Description));
        return UnknownValue.Instance;
    }
}
