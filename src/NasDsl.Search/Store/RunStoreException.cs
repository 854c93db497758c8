namespace NasDsl.Search;

/// <summary>A file that is no record of a run, or cannot be written.</summary>
/// <param name="message">Lower case, no final period, code in backticks; without the file's name.</param>
public sealed class RunStoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the file was fine and the disk is not.</summary>
    public bool IsWriteFailure { get; init; }
}
