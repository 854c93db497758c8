namespace NasDsl.Cli.Files;

/// <summary>What a command makes: to the file of `-o`, or to standard output.</summary>
internal static class Artefact
{
    /// <exception cref="InputException">It cannot be written (NAS9010).</exception>
    public static void Write(Session session, string? path, string text)
    {
        if (path is null or InputFile.StandardInput)
            session.Print(text);
        else
            OutputFile.WriteText(session.Terminal, path, text);
    }
}
