using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>An edit of one file, and what it is called.</summary>
/// <param name="KeepsSpace">Not to be offered where the space would be another.</param>
internal sealed record Refactoring(
    string Title, string Kind, IReadOnlyList<(TextSpan Span, string Text)> Edits, bool KeepsSpace = false);

/// <summary>
/// Rewritings that change how a program is written and not what it means: extract an op set, inline an op. Each is tried out
/// first, and not offered where an error would arise.
/// </summary>
internal static class Refactorings
{
    public static IEnumerable<JsonObject> Of(FeatureContext context)
    {
        var offset = context.Range.Start;
        if (context.Program.DeclarationAt(offset) is not { IsBroken: false } declaration)
            return [];
        var path = SyntaxChildren.PathTo(declaration, offset);
        return new[] { OpSetExtraction.At(context.Program, declaration, path, offset), OpInlining.At(context.Program, path, offset) }
            .OfType<Refactoring>()
            .Where(r => IsSound(r, context))
            .Select(r => Action(r, context.Source));
    }

    private static bool IsSound(Refactoring refactoring, FeatureContext context)
    {
        var text = refactoring.Edits.OrderByDescending(e => e.Span.Start).Aggregate(
            context.Source.Content, (all, e) => all.Remove(e.Span.Start - context.Source.Start, e.Span.Length).Insert(e.Span.Start - context.Source.Start, e.Text));
        var files = context.Files.With(new Dictionary<string, string>(StringComparer.Ordinal) { [context.Source.FileName] = text });
        return files.Text(context.Source.FileName) is { } changed && ProgramView.Of(changed, files) is var after
            && Errors(after) <= Errors(context.Program) && (!refactoring.KeepsSpace || IsSame(context.Program.Compilation, after.Compilation));
    }

    /// <summary>The same decisions, and the same weights and multiply-accumulates of all candidates together; not known where there are errors.</summary>
    private static bool IsSame(Compilation before, Compilation after) =>
        (before.Space is null && after.Space is null && before.Diagnostics.All(d => d.Severity != Severity.Error)) || before is { Space: { } space, SupernetSpace: { } supernet } && after is { Space: { } other, SupernetSpace: { } otherSupernet }
        && Fingerprint.Of(space) == Fingerprint.Of(other) && CostModel.Of(supernet) == CostModel.Of(otherSupernet);

    private static int Errors(ProgramView program) => program.Compilation.Diagnostics.Count(d => d.Severity == Severity.Error);

    private static JsonObject Action(Refactoring refactoring, SourceText source) => Json.Object(
        ("title", refactoring.Title),
        ("kind", refactoring.Kind),
        ("edit", Json.Object(("changes", Json.Object((FileUri.FromName(source.FileName), Json.Array(
            refactoring.Edits.Select(e => Positions.Edit(source, e.Span, e.Text)))))))));
}

/// <summary>`choose { a, b }` becomes `choose Choices`, and `opset Choices { a, b }` is declared before.</summary>
internal static class OpSetExtraction
{
    public static Refactoring? At(ProgramView program, DeclarationSyntax declaration, List<ExpressionSyntax> path, int offset)
    {
        var choose = path.OfType<ChooseSyntax>().FirstOrDefault(c => c.Domain is SetSyntax);
        if (choose?.Domain is not SetSyntax set || offset > set.Span.End || Outer(program, set.Span) is not { } outer)
            return null;
        var name = FreeName(program);
        var parameters = outer.Count == 0 ? "" : $"({string.Join(", ", outer)})";
        var text = program.TextOf(set.Span);
        var start = DocStart(program.Source, declaration.Span.Start);
        return new Refactoring(
            $"extract op set `{name}`", "refactor.extract",
            [(new TextSpan(start, 0), $"opset {name}{parameters} {Outdented(text, IndentAt(program.Source, set.Span.Start))}\n\n"), (set.Span, $"{name}{parameters}")]);
    }

    /// <summary>The static parameters that are used inside; null where a tensor is, which an op set cannot have.</summary>
    private static List<string>? Outer(ProgramView program, TextSpan span)
    {
        var inside = program.Symbols.Occurrences.Where(o => o.Span.Start >= span.Start && o.Span.End <= span.End).ToList();
        var used = inside.Where(o => !o.IsDefinition && o.Symbol.Definition is { } d && (d.Start < span.Start || d.Start >= span.End)).Select(o => o.Symbol);
        var result = new List<string>();
        foreach (var symbol in used.Concat(inside.Where(o => o.Symbol is { Kind: SymbolKind.Variable, Definition: null }).Select(o => o.Symbol)))
        {
            if (symbol.Kind is SymbolKind.Input or SymbolKind.Binding)
                return null;
            if (symbol.Kind is SymbolKind.Parameter or SymbolKind.Variable && symbol.Node is not OpSetSyntax && !result.Contains(symbol.Name) && IsLocal(program, symbol, span))
                result.Add(symbol.Name);
        }

        return result;
    }

    /// <summary>A parameter of what the choice stands in; the name of an argument is one of what is called.</summary>
    private static bool IsLocal(ProgramView program, Symbol symbol, TextSpan span) =>
        symbol.Definition is not { } definition || program.DeclarationAt(definition.Start) == program.DeclarationAt(span.Start);

    private static string FreeName(ProgramView program)
    {
        var module = program.Compilation.Modules.Main;
        for (var i = 1; ; i++)
        {
            var name = i == 1 ? "Choices" : $"Choices{i}";
            if (program.Symbols.Table.Find(name, module) is null)
                return name;
        }
    }

    /// <summary>Where the comments directly above a declaration begin.</summary>
    private static int DocStart(SourceText source, int start)
    {
        var line = source.PositionOf(start).Line;
        while (line > 0 && source.Content.AsSpan(source.LineStart(line - 1) - source.Start).TrimStart(' ').StartsWith("//", StringComparison.Ordinal))
            line--;
        return source.LineStart(line);
    }

    private static int IndentAt(SourceText source, int offset)
    {
        var line = source.Content.AsSpan(source.LineStart(source.PositionOf(offset).Line) - source.Start);
        return line.Length - line.TrimStart(' ').Length;
    }

    private static string Outdented(string text, int indent) =>
        indent == 0 ? text : text.Replace("\n" + new string(' ', indent), "\n", StringComparison.Ordinal);
}

/// <summary>`x |> F(3)` with `op F(k)(x) = x |> conv(8, k) |> bn` becomes `x |> conv(8, 3) |> bn`.</summary>
internal static class OpInlining
{
    public static Refactoring? At(ProgramView program, List<ExpressionSyntax> path, int offset)
    {
        if (program.Symbols.At(offset) is not { IsDefinition: false, Symbol: { Kind: SymbolKind.Op, Node: FunctionSyntax op } } name
            || program.SourceOf(op.Span) != program.Source || OperationsOf(program, op) is not { } operations)
            return null;
        var use = path.OfType<CallSyntax>().FirstOrDefault(c => c.Callee.Span == name.Span) as ExpressionSyntax
            ?? path.OfType<NameExpressionSyntax>().FirstOrDefault(n => n.Span == name.Span);
        if (use is null || ArgumentsOf(program, op, use as CallSyntax) is not { } arguments)
            return null;
        var isPiped = path.OfType<PipeSyntax>().Any(p => p.Operation.Span == use.Span);
        var texts = operations.Select(o => isPiped || operations.Count == 1 || o is CallSyntax or NameExpressionSyntax
            ? Substituted(program, o, arguments)
            : $"({Substituted(program, o, arguments)})");
        return new Refactoring($"inline `{op.Name.Text}`", "refactor.inline", [(use.Span, string.Join(isPiped ? " |> " : " >> ", texts))], KeepsSpace: true);
    }

    /// <summary>What the input goes through, one after another; null where the op is no such line.</summary>
    private static List<ExpressionSyntax>? OperationsOf(ProgramView program, FunctionSyntax op)
    {
        if (op is not { IsBroken: false, Inputs.Length: 1 } || op.Body.Statements is not [OutputSyntax { Items: [{ Name: null, Value: var value }] }])
            return null;
        var operations = new List<ExpressionSyntax>();
        while (value is PipeSyntax pipe)
        {
            operations.Insert(0, pipe.Operation);
            value = pipe.Value;
        }

        var uses = program.Symbols.Occurrences.Count(o => !o.IsDefinition && o.Symbol.Node == op.Inputs[0]);
        return value is NameExpressionSyntax head && head.Name.Text == op.Inputs[0].Name.Text && uses == 1 && operations.Count > 0 ? operations : null;
    }

    /// <summary>The text of each parameter; null where an argument is missing, or a default needs another parameter.</summary>
    private static Dictionary<SyntaxNode, string>? ArgumentsOf(ProgramView program, FunctionSyntax op, CallSyntax? call)
    {
        var texts = new Dictionary<SyntaxNode, string>(ReferenceEqualityComparer.Instance);
        var given = call?.Arguments ?? [];
        for (var i = 0; i < op.Parameters.Length; i++)
        {
            var parameter = op.Parameters[i];
            var value = given.FirstOrDefault(a => a.Name?.Text == parameter.Name.Text)?.Value
                ?? (i < given.Length && given[i].Name is null ? given[i].Value : null)
                ?? (parameter.Default is { } d && SyntaxChildren.Of(d).Prepend(d).All(e => e is NumberSyntax or BooleanSyntax) ? d : null);
            if (value is null)
                return null;
            var text = program.TextOf(value.Span);
            texts[parameter] = value is NumberSyntax or BooleanSyntax or NameExpressionSyntax or CallSyntax or TupleSyntax ? text : $"({text})";
        }

        return texts;
    }

    private static string Substituted(ProgramView program, ExpressionSyntax operation, Dictionary<SyntaxNode, string> arguments)
    {
        var text = program.TextOf(operation.Span);
        var uses = program.Symbols.Occurrences.Where(
            o => !o.IsDefinition && o.Span.Start >= operation.Span.Start && o.Span.End <= operation.Span.End
                && o.Symbol.Node is { } node && arguments.ContainsKey(node));
        foreach (var use in uses.OrderByDescending(u => u.Span.Start))
            if (use.Symbol.Node is { } node)
                text = text.Remove(use.Span.Start - operation.Span.Start, use.Span.Length).Insert(use.Span.Start - operation.Span.Start, arguments[node]);
        return text;
    }
}
