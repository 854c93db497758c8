namespace NasDsl.Testing;

/// <summary>A test that needs a file outside the repository, and is skipped with the reason where it is missing.</summary>
/// <param name="path">The file or folder, absolute or relative to the repository.</param>
public sealed class FactIfPresentAttribute(string path) : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip { get; set; } = ExternalFile.ReasonToSkip(path);
}

/// <summary>A theory that needs a file outside the repository, and is skipped with the reason where it is missing.</summary>
/// <param name="path">The file or folder, absolute or relative to the repository.</param>
public sealed class TheoryIfPresentAttribute(string path) : TheoryAttribute
{
    /// <inheritdoc/>
    public override string? Skip { get; set; } = ExternalFile.ReasonToSkip(path);
}

/// <summary>A test that needs a program on the search path, and is skipped with the reason where there is none.</summary>
/// <param name="program">The program's name, such as <c>dot</c>.</param>
public sealed class FactIfProgramAttribute(string program) : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip { get; set; } =
        ExternalFile.HasProgram(program) ? null : $"the program `{program}` is not installed";
}

/// <summary>Files and programs that a machine may or may not have.</summary>
public static class ExternalFile
{
    /// <summary>Why a test that needs the file is skipped, or null if the file is there.</summary>
    public static string? ReasonToSkip(string path) => Exists(path) ? null : $"`{path}` is not on this machine";

    /// <summary>Whether the file or folder, absolute or relative to the repository, is there.</summary>
    public static bool Exists(string path) => Path.Exists(RepositoryRoot.PathOf(path));

    /// <summary>Whether a program of that name is on the search path.</summary>
    public static bool HasProgram(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
