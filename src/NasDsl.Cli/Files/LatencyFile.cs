using System.Text;
using NasDsl.Diagnostics;
using NasDsl.Search;

namespace NasDsl.Cli.Files;

/// <summary>Reads a table of latencies.</summary>
internal static class LatencyFile
{
    /// <exception cref="InputException">It cannot be read (NAS90xx), or is no such table (NAS7408).</exception>
    public static LatencyTable Read(Terminal terminal, string path)
    {
        try
        {
            using var reader = new StreamReader(terminal.PathOf(path), new UTF8Encoding(false));
            return LatencyTable.Read(reader);
        }
        catch (TableException e)
        {
            throw new InputException(Diagnose.BadLatencies(path, e.Line, e.Message, e.Help));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(Diagnose.FileNotFound(path, null));
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.FileUnreadable(path, IoProblem.Of(e)));
        }
    }
}
