namespace NasDsl.Semantics;

/// <summary>Gives each asker a name of its own: the one wished for, or that with `#2`, `#3` behind it.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> taken = new(taken, StringComparer.Ordinal);

    // Where to go on counting: a thousand elements of one name must not take a million attempts.
    private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);

    public UniqueNames()
        : this([])
    {
    }

    public string Take(string name)
    {
        if (taken.Add(name))
            return name;
        for (var n = next.GetValueOrDefault(name, 2); ; n++)
        {
            var unique = $"{name}#{n}";
            if (!taken.Add(unique))
                continue;
            next[name] = n + 1;
            return unique;
        }
    }

    public void Release(string name)
    {
        taken.Remove(name);
        next.Remove(name.LastIndexOf('#') is var end and >= 0 ? name[..end] : name);
    }
}
