using System.Collections.Immutable;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Cli.Rendering;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>What a search of a supernet leaves in its folder: the architecture, its child, and the numbers.</summary>
internal sealed class SearchFindings(Session session, LoadedProgram program, SearchRequest request, RunFolder folder)
{
    public const string Best = "best.arch.json", Result = "result.json";

    private readonly ConstraintCheck constraints = new(program);

    private SearchSpace Space => program.Supernet;

    public string ChildFile => $"{GeneratedNames.Child(Space)}.cs";

    /// <summary>Writes the architecture and its child, and says what was found.</summary>
    public void Keep(SearchResult result, bool hasAlphas)
    {
        if (hasAlphas)
            Keep(result, Derived(result), WeightsOf(result.Alphas));
        else if (result.Architecture is { } labels)
            Keep(result, ArchitectureOf(labels), null);
        else
            Tell("stopped before an architecture was found", ResultText(result, null, null));
    }

    /// <summary>After each epoch, so that a search that is killed leaves what it found; nothing where nothing is allowed yet.</summary>
    public void WriteBest(IReadOnlyDictionary<string, double[]> alphas)
    {
        if (Derive(WeightsOf(alphas)).Architecture is { } architecture)
            folder.WriteText(Best, ArchitectureFile.Write(Space, architecture));
    }

    private void Keep(SearchResult result, Architecture architecture, DecisionWeights? weights)
    {
        folder.WriteText(Best, ArchitectureFile.Write(Space, architecture));
        var child = ArchitectureResolver.Resolve(program.Trained, architecture);
        folder.WriteText(ChildFile, ChildEmitter.Emit(program.Trained, child, EmitOptions.For(program.Compilation.Train)));
        foreach (var cell in weights is null ? [] : AlphaReport.Of(Space, weights, architecture).Cells.Where(c => c.HasCollapsed))
            session.Report(null, Diagnose.SearchCollapsed(cell.Cell, cell.Skips, cell.Operations));
        Tell(
            $"{(result.Stopped ? "stopped; the architecture so far is" : "the architecture is")} {folder.ShownPathOf(Best)}",
            ResultText(result, architecture, CostModel.Of(child)));
    }

    private void Tell(string note, string text)
    {
        folder.WriteText(Result, text);
        session.Note(note);
        if (request.Settings.Json)
            session.Print(text);
    }

    private Architecture Derived(SearchResult result)
    {
        var derived = Derive(WeightsOf(result.Alphas));
        return derived.Architecture ?? throw new InputException(Diagnose.NothingDerived(
            Space.Name,
            derived.Outcome == DerivationOutcome.NoneSatisfies
                ? "none satisfies all constraints"
                : FormattableString.Invariant($"none of the {derived.Examined} likeliest ones satisfies all constraints")));
    }

    private DerivationResult Derive(DecisionWeights weights) =>
        Derivation.Best(Space, weights, a => constraints.Satisfies(a, Space));

    private static Architecture ArchitectureOf(IReadOnlyDictionary<string, string[]> labels) => new(
        labels.ToImmutableSortedDictionary(l => l.Key, l => l.Value.ToImmutableArray(), StringComparer.Ordinal));

    private DecisionWeights WeightsOf(IReadOnlyDictionary<string, double[]> alphas) => new(
        Space, alphas.ToDictionary(a => a.Key, a => Softmax(a.Value), StringComparer.Ordinal));

    private static ImmutableArray<double> Softmax(double[] alphas)
    {
        var largest = alphas.Max();
        var exponentials = Array.ConvertAll(alphas, a => Math.Exp(a - largest));
        var sum = exponentials.Sum();
        return [.. exponentials.Select(e => e / sum)];
    }

    private string ResultText(SearchResult result, Architecture? architecture, Cost? cost) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            if (architecture is not null)
            {
                ArchitectureJson.Write(writer, "architecture", Space, architecture);
                writer.WriteString("architecture_file", folder.ShownPathOf(Best).Replace('\\', '/'));
            }
            if (cost is { } known)
            {
                writer.WriteNumber("parameters", known.Parameters);
                writer.WriteNumber("macs", known.Macs);
            }
            writer.WriteNumber("epochs", result.Epochs.Count);
            writer.WriteBoolean("stopped", result.Stopped);
            if (result.Epochs is [.., var last])
                WriteEpoch(writer, last);
            writer.WriteNumber("search_seconds", Math.Round(result.Seconds, 3));
            writer.WriteNumber("seed", request.Settings.Seed);
            writer.WriteEndObject();
        },
        indented: false) + "\n";

    private static void WriteEpoch(Utf8JsonWriter writer, EpochReport last)
    {
        writer.WriteMeasured("train_accuracy", last.TrainAccuracy);
        if (last.CountsTokens)
        {
            writer.WriteMeasured("train_perplexity", Math.Exp(last.TrainLoss));
            if (last.HeldOut is { } held)
                writer.WriteMeasured("validation_perplexity", Math.Exp(held.Loss));
        }
        if (last.HeldOut is { } validation)
            writer.WriteMeasured("validation_accuracy", validation.Accuracy);
        if (last.AlphaEntropy is { } entropy)
            writer.WriteMeasured("alpha_entropy", entropy);
    }
}
