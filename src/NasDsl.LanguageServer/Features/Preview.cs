using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Features;

/// <summary>What is shown beside a program: its drawings, its facts, and the code that is generated from it.</summary>
internal static class Preview
{
    private const long Seed = 0;

    /// <summary>
    /// The custom request `nas/preview` (a text document, and a position if there is a cursor): `{ network, graphs, current?, facts }`,
    /// where `current` is the index of the graph of the declaration under the cursor. Null where the program has errors.
    /// </summary>
    public static JsonNode? Of(FeatureContext context)
    {
        var compilation = CompilationAt(context);
        if (compilation is not { HasErrors: false, Space: { } space })
            return null;
        var graphs = GraphOutline.All(space);
        var current = context.Program.DeclarationAt(context.Offset) is FunctionSyntax function
            ? graphs.ToList().FindIndex(g => g.Name == function.Name.Text)
            : -1;
        return Json.Object(
            ("network", space.Name),
            ("graphs", Json.Array(graphs.Select(GraphJson.Of))),
            ("current", current < 0 ? null : current),
            ("facts", SpaceFacts.Of(compilation, space)));
    }

    /// <summary>
    /// The custom request `nas/generated` (a text document, a position, `form`: `supernet` or `child`): `{ text }`, the C# of the
    /// supernet, or of a child drawn at random; `{ problem }` where there is none.
    /// </summary>
    public static JsonNode? Generated(FeatureContext context)
    {
        var compilation = CompilationAt(context);
        if (compilation is not { HasErrors: false, TrainSpace: { } trained, SupernetSpace: { } supernet })
            return Json.Object(("problem", "the program has errors, or no network"));
        try
        {
            if (context.Parameters.Text("form") == "child")
                return Json.Object(("text", Child(compilation, trained)));
            return StrategyCheck.NotASupernet(supernet) is { } problem ? Json.Object(("problem", problem.Message))
                : !DagLayers.In(supernet.Network).IsEmpty ? Json.Object(("problem", "the edges of a graph are decided: there is no supernet"))
                : Json.Object(("text", SupernetEmitter.Emit(supernet)));
        }
        catch (Exception e) when (e is EmitException or OverflowException)
        {
            return Json.Object(("problem", e.Message));
        }
    }

    private static string Child(Compilation compilation, SearchSpace trained)
    {
        var architecture = trained.Decisions.IsEmpty
            ? Architecture.Empty
            : ArchitectureSampler.For(trained, Seed).Next(
                a => ConstraintEvaluator.Allows(compilation.Constraints.RemoveAll(c => c.Space is { } s && s.Name != trained.Name), trained, a))
                ?? ArchitectureSampler.For(trained, Seed).Next();
        return ChildEmitter.Emit(trained, ArchitectureResolver.Resolve(trained, architecture), EmitOptions.For(compilation.Train));
    }

    /// <summary>The network that the cursor is in; else the one that is compiled.</summary>
    private static Compilation CompilationAt(FeatureContext context)
    {
        var compilation = context.Program.Compilation;
        return context.Program.DeclarationAt(context.Offset) is FunctionSyntax { Word: FunctionWord.Network, Name.Text: var name }
            && name != compilation.Network && compilation.Networks.Contains(name)
                ? compilation.WithNetwork(name)
                : compilation;
    }
}
