namespace NasDsl.Text;

/// <summary>Finds the name that was probably meant.</summary>
public static class SpellChecker
{
    /// <summary>Nobody mistypes a longer one by a letter, and comparing takes time and space by its square.</summary>
    private const int LongestWord = 200;

    /// <summary>The closest of <paramref name="names"/> within a third of the word's length, or null.</summary>
    public static string? Suggest(string word, IEnumerable<string> names)
    {
        if (word.Length > LongestWord)
            return null;
        // Of a single letter nothing is left to recognize it by, except that case may differ.
        var limit = word.Length == 1 ? 0 : Math.Max(1, word.Length / 3);
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (string.Equals(name, word, StringComparison.Ordinal) || Math.Abs(name.Length - word.Length) > limit)
                continue;
            var distance = Distance(word.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }

        return best;
    }

    /// <summary>Edits (insert, delete, replace, swap of neighbours) that turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
