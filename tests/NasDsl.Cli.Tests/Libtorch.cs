namespace NasDsl.Cli.Tests;

/// <summary>
/// Tests that train in this process and compare what they get to the bit: libtorch has one random generator and one number of threads for
/// the whole process, so they come one after another.
/// </summary>
[CollectionDefinition(nameof(Libtorch))]
public sealed class Libtorch;
