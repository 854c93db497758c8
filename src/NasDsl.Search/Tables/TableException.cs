namespace NasDsl.Search;

/// <summary>A table that cannot be used.</summary>
/// <param name="message">Lower case, no final period, code in backticks; without the file's name.</param>
/// <param name="line">The line of the file, from 1; 0 where it is about the whole of it.</param>
public sealed class TableException(string message, int line = 0, string? help = null) : Exception(message)
{
    public int Line => line;

    public string? Help => help;
}
