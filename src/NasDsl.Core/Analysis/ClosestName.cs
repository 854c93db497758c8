namespace NasDsl.Analysis;

/// <summary>Finds the name that somebody most likely meant.</summary>
internal static class ClosestName
{
    private const int LongestName = 200;

    /// <summary>
    /// The candidate with the fewest edits (insert, delete, replace, swap neighbours; case counts half), or null where even
    /// the best needs more than a third of the letters.
    /// </summary>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
            return null;
        var best = candidates
            .Where(c => c.Length <= LongestName)
            .Select(c => (Name: c, Distance: Distance(name, c)))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, 2 * (name.Length / 3)) ? best.Name : null;
    }

    /// <summary>Optimal string alignment distance, in half edits.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = 2 * i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = 2 * j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + Replacement(a[i - 1], b[j - 1]);
                rows[i, j] = Math.Min(replaced, 2 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 2);
            }
        return rows[a.Length, b.Length];
    }

    private static int Replacement(char a, char b)
    {
        if (a == b)
            return 0;
        return char.ToLowerInvariant(a) == char.ToLowerInvariant(b) ? 1 : 2;
    }
}
