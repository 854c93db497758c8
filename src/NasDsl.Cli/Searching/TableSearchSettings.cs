namespace NasDsl.Cli.Searching;

/// <summary>What the command line says of a search in a table: all that is needed to do it again.</summary>
/// <param name="Program">The path of the program, as given.</param>
/// <param name="Metric">The column to maximize; null where only others are minimized.</param>
/// <param name="Minimize">Columns to minimize.</param>
/// <param name="Fidelity">`BUDGET=COLUMN`.</param>
/// <param name="Budget">Seconds of the simulated clock; null for no end.</param>
/// <param name="Strategy">Null for what the program says, or else random search.</param>
/// <param name="Evaluations">Of each seed; null for what the program says.</param>
/// <param name="Seeds">How many searches, from <paramref name="Seed"/> on.</param>
/// <param name="Failures">How many evaluations of a seed may fail; null for one in ten.</param>
internal sealed record TableSearchSettings(
    string Program, string[] Set, string? Network, string Table, string? Architecture, string? Metric, string[] Minimize,
    string[] Fidelity, string? Cost, double? Budget, string? Strategy, int? Evaluations, int Seeds, long Seed, int? Failures);
