using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl;

/// <summary>Finds and reads the files that a program imports: the compiler itself does no IO.</summary>
public interface ISourceResolver
{
    /// <summary>The file name, as a user would write it, of what <paramref name="importer"/> calls <paramref name="path"/>.</summary>
    /// <param name="path">Relative to the importing file, with forward slashes.</param>
    /// <param name="importer">The file name of the importing file.</param>
    string Locate(string path, string importer);

    /// <summary>The same text for every way to write the name of one file, and another for another file.</summary>
    string IdentityOf(string fileName);

    /// <summary>Reads a file; gives a diagnostic (its span does not matter) where that cannot be done.</summary>
    SourceReading Read(string fileName);
}

/// <summary>A file's text, or why there is none: one of the two is null.</summary>
public readonly record struct SourceReading(SourceText? Source, Diagnostic? Problem);
