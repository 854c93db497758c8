using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Emit;

/// <summary>
/// Writes a space as a supernet (Liu, Simonyan and Yang, 2019): every relaxed choice computes all its candidates and adds
/// them up with the softmax of its alphas.
/// </summary>
public static class SupernetEmitter
{
    /// <summary>The C# of the supernet, TorchSharp API only; the same for the same space and options.</summary>
    /// <param name="options">Every pass of the optimizer unless said otherwise.</param>
    /// <exception cref="NotASupernetException">No supernet computes what every architecture computes.</exception>
    /// <exception cref="EmitException">The network has a form that TorchSharp's modules do not.</exception>
    public static string Emit(SearchSpace space, OptimizationOptions? options = null) => Emit(space, options, out _);

    /// <summary>The same, with the optimizer to ask what it did.</summary>
    public static string Emit(SearchSpace space, OptimizationOptions? options, out Optimizer optimizer)
    {
        if (DagLayers.In(space.Network) is [var dag, ..])
            throw new EmitException($"`{dag.Name}` is a graph whose edges are decided, which no supernet holds");
        var relaxation = RelaxationPlan.For(space);
        optimizer = new Optimizer(relaxation, options ?? OptimizationOptions.All);
        var file = new ModelFile(
            space, SupernetResolver.Resolve(space), GeneratedNames.Supernet(space), relaxation, dropsPaths: false, optimizer);
        var network = file.PlanNetwork();
        var decisions = new DecisionTable(space, relaxation);
        file.Context.Helpers.Add(HelperClasses.Decision(hasState: !file.Context.Recomputed.IsEmpty));
        return file.Write("Supernet of network", writer => Write(writer, file, network, decisions, relaxation));
    }

    private static void Write(
        CodeWriter writer, ModelFile file, PlannedClass network, DecisionTable decisions, RelaxationPlan relaxation)
    {
        var space = relaxation.Space;
        var baseType = ModelFile.BaseType(network.Template);
        writer.Summary(space.Doc, $"Supernet of network `{space.Name}`.");
        using (writer.Block($"public sealed partial class {network.Name} : {baseType}"))
        {
            decisions.WriteFields(writer);
            writer.Line("private readonly OrderedDictionary<string, Decision> decisions;");
            ClassWriter.WriteFields(writer, network);
            writer.Line();
            WriteConstructor(writer, network, decisions);
            writer.Line();
            writer.Line("/// <summary>Every decision of the space, by name, parents before what lies inside.</summary>");
            writer.Line("public IReadOnlyDictionary<string, Decision> Decisions => decisions;");
            writer.Line();
            writer.Line("/// <summary>The architecture weights by decision.</summary>");
            writer.Line("public IReadOnlyDictionary<string, Parameter> Alphas => decisions.Values");
            writer.Line("    .Where(d => d.FindAlpha is not null)");
            writer.Line("    .ToDictionary(d => d.Name, d => d.Alpha);");
            writer.Line();
            ClassWriter.WriteForward(writer, network.Template);
            if (StatefulForward.IsWritten(file, network.Template))
                StatefulForward.Write(writer);
            writer.Line();
            WriteDiscretize(writer);
            writer.Line();
            WriteTake(writer);
            writer.Line();
            if (relaxation.AlphaCount > 0)
            {
                writer.Line("private static Parameter Alpha(long alternatives) => Parameter(randn(alternatives) * 1e-3);");
                writer.Line();
            }
            decisions.WriteDescription(writer);
        }
    }

    private static void WriteConstructor(CodeWriter writer, PlannedClass network, DecisionTable decisions)
    {
        writer.Line($"public {network.Name}()");
        writer.Line($"    : base(nameof({network.Name}))");
        writer.Line("{");
        using (writer.Indented())
        {
            decisions.WriteAssignments(writer);
            writer.Line("decisions = DescribeDecisions();");
            ClassWriter.WriteAssignments(writer, network);
            writer.Line("RegisterComponents();");
        }
        writer.Line("}");
    }

    private static void WriteDiscretize(CodeWriter writer) => writer.Lines("""
        /// <summary>The architecture that the weights speak for now: each decision that exists, with the labels taken.</summary>
        public IReadOnlyDictionary<string, string[]> Discretize()
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var chosen = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
            foreach (var decision in decisions.Values)
                if (decision.Inside is not { } place
                    || (chosen.TryGetValue(place.Decision.Name, out var taken) && taken.Any(place.Alternatives.Contains)))
                    chosen[decision.Name] = decision.Choose();
            return chosen;
        }
        """);

    private static void WriteTake(CodeWriter writer) => writer.Lines("""
        /// <summary>Computes one architecture alone, with its share of the weights, until <see cref="Release"/>.</summary>
        public void Take(IReadOnlyDictionary<string, string[]> architecture)
        {
            if (architecture.Keys.FirstOrDefault(name => !decisions.ContainsKey(name)) is { } unknown)
                throw new ArgumentException($"there is no decision {unknown}");
            foreach (var decision in decisions.Values)
                decision.Take(architecture.TryGetValue(decision.Name, out var labels) ? labels : []);
        }

        /// <summary>Lets the alternatives of a decision count by weights from outside until <see cref="Release"/>.</summary>
        /// <param name="computed">The places of those that are computed; null for all.</param>
        public void Weigh(string decision, Tensor weights, int[]? computed) => decisions[decision].Weigh(weights, computed);

        /// <summary>Computes all candidates by their own weights again.</summary>
        public void Release()
        {
            foreach (var decision in decisions.Values)
                decision.Release();
        }
        """);
}
