using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>Reads the JSON of an architecture file and keeps the place of everything in it.</summary>
internal ref partial struct ArchitectureJsonReader
{
    private static readonly string[] Fields = ["network", "fingerprint", "decisions"];

    private readonly byte[] utf8;
    private readonly int firstChar;
    private readonly DiagnosticBag diagnostics;
    private readonly Dictionary<string, Located> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextSpan> fieldNames = new(StringComparer.Ordinal);
    private readonly List<ArchitectureEntry> entries = [];
    private Utf8JsonReader reader;
    private bool hasDecisions;
    private int countedBytes;
    private int countedChars;

    private ArchitectureJsonReader(SourceText source, DiagnosticBag diagnostics)
    {
        this.diagnostics = diagnostics;
        firstChar = source.Content.StartsWith('\uFEFF') ? 1 : 0;
        utf8 = Encoding.UTF8.GetBytes(source.Content[firstChar..]);
        reader = new Utf8JsonReader(utf8);
    }

    /// <summary>What the file says, as far as it can be understood; null where it is no JSON object.</summary>
    public static ArchitectureDocument? Read(SourceText source, DiagnosticBag diagnostics)
    {
        var reader = new ArchitectureJsonReader(source, diagnostics);
        try
        {
            return reader.ReadDocument();
        }
        catch (JsonException e)
        {
            diagnostics.Add(Diagnose.InvalidJson(reader.SpanOf(e), Describe(e.Message)));
        }
        catch (InvalidOperationException)
        {
            // GetString throws this for an escaped half of a surrogate pair.
            diagnostics.Add(Diagnose.InvalidJson(reader.Token(), "this string is no valid Unicode"));
        }
        return null;
    }

    private ArchitectureDocument? ReadDocument()
    {
        reader.Read();
        var start = Token();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType("an architecture file", "an object");
            while (reader.Read())
                continue;
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadField(Text());
        // Reads on to the end, which is where text after the object is found.
        reader.Read();
        foreach (var name in Fields)
            if (!fieldNames.ContainsKey(name) && name != "fingerprint")
                diagnostics.Add(Diagnose.MissingArchitectureField(start, name));
        return new ArchitectureDocument(
            Field("network"), Field("fingerprint"), [.. entries],
            hasDecisions ? fieldNames["decisions"] : null);
    }

    private readonly Located? Field(string name) => fields.TryGetValue(name, out var value) ? value : null;

    private void ReadField(Located name)
    {
        var isRepeated = !fieldNames.TryAdd(name.Text, name.Span);
        if (isRepeated)
            diagnostics.Add(Diagnose.DuplicateJsonName(name.Span, name.Text, fieldNames[name.Text]));
        else if (!Fields.Contains(name.Text))
            diagnostics.Add(Diagnose.UnknownArchitectureField(name.Span, name.Text, SpellChecker.Suggest(name.Text, Fields)));
        reader.Read();
        if (isRepeated || !Fields.Contains(name.Text))
            reader.Skip();
        else if (name.Text == "decisions")
            ReadDecisions();
        else if (reader.TokenType == JsonTokenType.String)
            fields[name.Text] = Text();
        else
            WrongType($"`{name.Text}`", "a string");
    }

    private void ReadDecisions()
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType("`decisions`", "an object");
            return;
        }
        hasDecisions = true;
        var names = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text();
            reader.Read();
            var entry = ReadEntry(name);
            if (!names.TryAdd(name.Text, name.Span))
                diagnostics.Add(Diagnose.DuplicateJsonName(name.Span, name.Text, names[name.Text]));
            else
                entries.Add(entry);
        }
    }

    private ArchitectureEntry ReadEntry(Located name)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new ArchitectureEntry(name, [Text()], IsList: false, Token());
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            WrongType($"the choice for `{name.Text}`", "a string or a list of strings");
            return new ArchitectureEntry(name, [], IsList: false, name.Span, IsBroken: true);
        }
        var start = Token();
        var isBroken = false;
        var labels = ImmutableArray.CreateBuilder<Located>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                labels.Add(Text());
                continue;
            }
            WrongType($"an alternative of `{name.Text}`", "a string");
            isBroken = true;
        }
        return new ArchitectureEntry(name, labels.ToImmutable(), IsList: true, start.Union(Token()), isBroken);
    }

    /// <summary>Reports the value at hand and steps over it.</summary>
    private void WrongType(string what, string expected)
    {
        var span = Token();
        var found = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a truth value",
            _ => "null",
        };
        diagnostics.Add(Diagnose.WrongJsonType(span, what, expected, found));
        reader.Skip();
    }

    private Located Text() => new(reader.GetString() ?? "", Token());

    /// <summary>The place of the token at hand; of a string, with its quotes.</summary>
    private TextSpan Token()
    {
        var quotes = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
        var start = CharAt((int)reader.TokenStartIndex);
        var bytes = reader.ValueSpan.Length + quotes;
        return new TextSpan(start, Encoding.UTF8.GetCharCount(utf8, (int)reader.TokenStartIndex, bytes));
    }

    /// <summary>The character at a byte; counts on from the last one asked for, as tokens come in order.</summary>
    private int CharAt(int index)
    {
        if (index < countedBytes)
            (countedBytes, countedChars) = (0, 0);
        countedChars += Encoding.UTF8.GetCharCount(utf8, countedBytes, index - countedBytes);
        countedBytes = index;
        return firstChar + countedChars;
    }

    private TextSpan SpanOf(JsonException e)
    {
        var index = 0;
        for (var line = e.LineNumber ?? 0; line > 0 && index < utf8.Length; line--)
            index = Array.IndexOf(utf8, (byte)'\n', index) + 1;
        index = (int)Math.Min(index + (e.BytePositionInLine ?? 0), utf8.Length);
        return new TextSpan(CharAt(index), index < utf8.Length ? 1 : 0);
    }

    /// <summary>The library's message in the form of ours: without the position, which the span shows.</summary>
    private static string Describe(string message)
    {
        var sentence = Position().Replace(message, "").TrimEnd(' ', '.');
        sentence = Quoted().Replace(sentence, m => $"`{m.Groups[1].Value}`");
        return sentence.Length == 0 ? "not JSON" : $"{char.ToLowerInvariant(sentence[0])}{sentence[1..]}";
    }

    [GeneratedRegex(@" LineNumber: .*$")]
    private static partial Regex Position();

    [GeneratedRegex("'([^' ]+)'")]
    private static partial Regex Quoted();
}
