namespace NasDsl.Torch;

/// <summary>The tokens that a network tells apart: number 0 is <see cref="Unknown"/>, for all others.</summary>
public sealed class TextVocabulary
{
    /// <summary>Stands for every token that is not in the vocabulary.</summary>
    public const string Unknown = "<unk>";

    /// <summary>Ends a line of words.</summary>
    public const string EndOfLine = "<eos>";

    private readonly Dictionary<string, int> ids;

    private TextVocabulary(IReadOnlyList<string> tokens)
    {
        Tokens = tokens;
        ids = tokens.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
    }

    /// <summary>The tokens by number.</summary>
    public IReadOnlyList<string> Tokens { get; }

    public int Count => Tokens.Count;

    /// <summary>The <paramref name="size"/> - 1 most frequent tokens, the frequent ones first, behind the unknown one.</summary>
    public static TextVocabulary Of(IEnumerable<string> tokens, int size)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in tokens)
            counts[token] = counts.GetValueOrDefault(token) + 1;
        counts.Remove(Unknown);
        return new TextVocabulary(
        [
            Unknown,
            .. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(size - 1).Select(c => c.Key),
        ]);
    }

    /// <summary>The number of a token, 0 where it is none of the vocabulary.</summary>
    public int IdOf(string token) => ids.GetValueOrDefault(token);

    /// <summary>The tokens of a text with LF line ends.</summary>
    public static IEnumerable<string> Split(string text, TextLevel level) =>
        level == TextLevel.Characters ? text.EnumerateRunes().Select(rune => rune.ToString()) : Words(text);

    private static IEnumerable<string> Words(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in words)
                yield return word;
            if (words.Length > 0)
                yield return EndOfLine;
        }
    }
}
