using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Cli;

/// <summary>A program without errors, and the three forms of its network.</summary>
/// <param name="Space">As searched, with the defaults of its parameters.</param>
/// <param name="Supernet">As a supernet.</param>
/// <param name="Trained">With the arguments of `train`: what children are made of.</param>
internal sealed record LoadedProgram(Compilation Compilation, SearchSpace Space, SearchSpace Supernet, SearchSpace Trained)
{
    /// <summary>Refuses a space of which there is no supernet.</summary>
    /// <exception cref="InputException">The edges of a graph are decided (NAS4020), or weights cannot be shared (NAS4010).</exception>
    public void ExpectSupernet()
    {
        if (DagLayers.In(Space.Network) is [var dag, ..])
            throw new InputException(Compilation.Sources, [Diagnose.NoSupernet(dag.Edges.Span, dag.Name)]);
        if (StrategyCheck.NotASupernet(Supernet) is { } problem)
            throw new InputException(Compilation.Sources, [problem]);
    }

    /// <summary>Refuses a space whose alternatives cannot be weighed against one another.</summary>
    /// <exception cref="InputException">A decision has no mixture (NAS4009).</exception>
    public void ExpectRelaxable(string strategy)
    {
        ExpectSupernet();
        if (StrategyCheck.CannotWeigh(Supernet, strategy).ToImmutableArray() is { IsEmpty: false } problems)
            throw new InputException(Compilation.Sources, problems);
    }
}

/// <summary>Reads programs and architectures that the command line names.</summary>
internal static class ProgramLoader
{
    /// <summary>Reports all that there is to say about a file; null where it cannot be read.</summary>
    public static Compilation? Check(Session session, string path)
    {
        try
        {
            var compilation = Create(session.Terminal, path);
            session.Report(compilation.Sources, compilation.Diagnostics);
            return compilation;
        }
        catch (InputException e)
        {
            session.Report(e.Sources, e.Diagnostics);
            return null;
        }
    }

    /// <summary>A program that can be compiled; its warnings are reported.</summary>
    /// <param name="searches">Whether the program is loaded to be searched: it must say how in a way that can be carried out.</param>
    /// <exception cref="InputException">The file cannot be read, has errors, or declares no such network.</exception>
    /// <exception cref="UsageException">A setting names no static parameter of the network.</exception>
    public static LoadedProgram Load(
        Session session, string path, string[]? settings = null, string? network = null, bool searches = false)
    {
        var compilation = WithoutErrors(Create(session.Terminal, path));
        if (searches && compilation.NotCarriedOut is { IsEmpty: false } problems)
            throw new InputException(compilation.Sources, [.. problems.Select(Diagnose.CannotSearch)]);
        if (network is not null)
            compilation = WithNetwork(compilation, path, network);
        if (settings is { Length: > 0 })
            compilation = WithoutErrors(compilation.WithArguments(StaticSettings.Parse(settings, compilation)));
        session.Report(compilation.Sources, compilation.Diagnostics);
        return compilation is { Space: { } space, SupernetSpace: { } supernet, TrainSpace: { } trained }
            ? new LoadedProgram(compilation, space, supernet, trained)
            : throw new InputException(compilation.Sources, [Diagnose.NoNetwork()]);
    }

    /// <summary>An architecture of <paramref name="space"/>.</summary>
    /// <exception cref="InputException">The file cannot be read, or holds none.</exception>
    public static Architecture LoadArchitecture(Session session, string path, SearchSpace space)
    {
        if (path.EndsWith(".nas", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException(Diagnose.WrongFileKind(
                path, "a program", "an architecture", "give a file that `nasc search`, `nasc sample` or `nasc arch import` wrote"));
        }

        var source = InputFile.Read(session.Terminal, path);
        return ArchitectureOf(ArchitectureFile.Read(source, space), source);
    }

    public static Architecture ArchitectureOf(ArchitectureResult result, SourceText source) =>
        result.Architecture ?? throw new InputException(new SourceSet(source), result.Diagnostics);

    private static Compilation Create(Terminal terminal, string path) =>
        Compilation.Create(ReadProgram(terminal, path), new ImportedFiles(terminal));

    private static SourceText ReadProgram(Terminal terminal, string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? throw new InputException(Diagnose.WrongFileKind(
                path, "a JSON file", "a program", "give the program (.nas) here, and an architecture by `--arch`"))
            : InputFile.Read(terminal, path);

    private static Compilation WithoutErrors(Compilation compilation) =>
        compilation.HasErrors ? throw new InputException(compilation.Sources, compilation.Diagnostics) : compilation;

    private static Compilation WithNetwork(Compilation compilation, string path, string network)
    {
        if (compilation.Networks.Contains(network))
            return WithoutErrors(compilation.WithNetwork(network));
        if (compilation.Networks.IsEmpty)
            throw new InputException(compilation.Sources, [Diagnose.NoNetwork()]);
        throw new InputException(Diagnose.UnknownNetworkOption(
            path, network, compilation.Networks, SpellChecker.Suggest(network, compilation.Networks)));
    }
}

/// <summary>`--set C=8 --set N=1`.</summary>
internal static class StaticSettings
{
    private static readonly (string Unit, double Factor)[] Units = [("K", 1e3), ("M", 1e6), ("G", 1e9), ("%", 0.01)];

    /// <exception cref="UsageException">It is not `NAME=VALUE`, or names no static parameter of the network.</exception>
    public static IReadOnlyDictionary<string, double> Parse(string[] settings, Compilation compilation)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            var name = parts[0].Trim();
            if (parts.Length != 2 || Number(parts[1].Trim()) is not { } value)
                throw new UsageException($"`--set` takes a name and a number, such as `C=8`, not `{setting}`");
            if (!compilation.NetworkParameters.Contains(name))
                throw Unknown(name, compilation);
            if (!values.TryAdd(name, value))
                throw new UsageException($"`--set` gives `{name}` twice");
        }
        return values;
    }

    private static UsageException Unknown(string name, Compilation compilation)
    {
        var known = compilation.NetworkParameters;
        var help = SpellChecker.Suggest(name, known) is { } suggestion ? $"did you mean `{suggestion}`?"
            : known.IsEmpty ? "it has none"
            : $"its parameters are {string.Join(", ", known.Select(k => $"`{k}`"))}";
        return new UsageException($"`{compilation.Network}` has no static parameter `{name}`", help);
    }

    private static double? Number(string text)
    {
        var (unit, factor) = Array.Find(Units, u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        var digits = unit is null ? text : text[..^unit.Length];
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value * (unit is null ? 1 : factor)
            : null;
    }
}
