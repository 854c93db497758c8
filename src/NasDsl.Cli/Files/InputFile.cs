using System.Text;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli.Files;

/// <summary>Reads the texts that a user names; everything that can be wrong with a file is an <see cref="InputException"/>.</summary>
internal static class InputFile
{
    /// <summary>The name of standard input on the command line.</summary>
    public const string StandardInput = "-";

    /// <summary>What diagnostics call it.</summary>
    public const string StandardInputName = "<stdin>";

    /// <summary>Far more than any program has.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    private const string NotAProgram = "give the text of a program or an architecture";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file or of standard input, without its byte order mark.</summary>
    /// <exception cref="InputException">It is missing, no file, unreadable, too large, no text or empty (NAS90xx).</exception>
    public static SourceText Read(Terminal terminal, string path) =>
        path == StandardInput ? ReadStandardInput(terminal) : ReadFile(terminal, path);

    /// <summary>The text of a file, whatever its name.</summary>
    /// <exception cref="InputException">As <see cref="Read"/>.</exception>
    public static SourceText ReadFile(Terminal terminal, string path)
    {
        var bytes = ReadBytes(terminal, path);
        var text = Decode(path, bytes);
        if (text.AsSpan().IsWhiteSpace())
            throw new InputException(Diagnose.EmptyFile(path));
        return new SourceText(text, path);
    }

    private static SourceText ReadStandardInput(Terminal terminal)
    {
        const string name = StandardInputName;
        try
        {
            var text = terminal.In.ReadToEnd().TrimStart('\uFEFF');
            return text.AsSpan().IsWhiteSpace()
                ? throw new InputException(Diagnose.EmptyFile(name))
                : new SourceText(text, name);
        }
        catch (DecoderFallbackException)
        {
            throw new InputException(Diagnose.NotText(name, "it has bytes that are no characters", "save it as UTF-8"));
        }
    }

    private static byte[] ReadBytes(Terminal terminal, string path)
    {
        var full = terminal.PathOf(path);
        if (Directory.Exists(full))
            throw new InputException(Diagnose.FileIsFolder(path));
        try
        {
            using var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            using var buffer = new MemoryStream();
            var chunk = new byte[64 * 1024];
            for (int read; (read = stream.Read(chunk)) > 0;)
            {
                buffer.Write(chunk, 0, read);
                if (buffer.Length > LargestFile)
                    throw new InputException(Diagnose.FileTooLarge(path, LargestFile));
            }
            return buffer.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(Diagnose.FileNotFound(path, SimilarFile(full, path)));
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.FileUnreadable(path, IoProblem.Of(e)));
        }
    }

    private static string Decode(string path, byte[] bytes)
    {
        ReadOnlySpan<byte> content = bytes;
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new InputException(Diagnose.NotText(path, "it is UTF-16", "save it as UTF-8"));
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        if (content.IndexOf((byte)0) is var zero && zero >= 0)
            throw new InputException(Diagnose.NotText(path, $"byte {zero + bytes.Length - content.Length} is zero", NotAProgram));
        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            var offset = FirstInvalid(content) + bytes.Length - content.Length;
            var value = e.BytesUnknown is [var first, ..] ? first : (byte)0;
            throw new InputException(Diagnose.NotText(path, $"byte {offset} is 0x{value:X2}", "save it as UTF-8"));
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
                return at;
            at += length;
        }
        return bytes.Length;
    }

    /// <summary>A file of the same folder whose name is nearly the one given.</summary>
    private static string? SimilarFile(string full, string given)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(full));
        if (folder is null || !Directory.Exists(folder))
            return null;
        try
        {
            var names = Directory.EnumerateFiles(folder).Take(1000).Select(f => Path.GetFileName(f));
            return SpellChecker.Suggest(Path.GetFileName(given), names) is { } name
                ? Path.Combine(Path.GetDirectoryName(given) ?? "", name)
                : null;
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            return null;
        }
    }
}
