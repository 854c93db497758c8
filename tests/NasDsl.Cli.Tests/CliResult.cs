namespace NasDsl.Cli.Tests;

/// <summary>What a run of `nasc` returned and wrote.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    /// <summary>As one text for a snapshot.</summary>
    public string Transcript => $"exit code {ExitCode}\n--- stdout\n{Out}--- stderr\n{Error}";

    public CliResult Succeeds()
    {
        Assert.True(ExitCode == ExitCodes.Success, Transcript);
        return this;
    }

    /// <summary>Fails with the exit code, saying each of the texts on stderr and nothing on stdout.</summary>
    public CliResult Fails(int exitCode, params string[] texts)
    {
        Assert.True(ExitCode == exitCode, Transcript);
        Assert.Empty(Out);
        Assert.All(texts, text => Assert.Contains(text, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }
}
