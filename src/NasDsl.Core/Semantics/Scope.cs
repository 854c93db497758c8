using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>The names a body can use: its own bindings, then those around it.</summary>
internal sealed class Scope(Scope? outer = null)
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => outer is null ? entries.Keys : entries.Keys.Concat(outer.Names);

    /// <summary>What nobody has used yet.</summary>
    public IEnumerable<(string Name, TextSpan Span)> Unused =>
        entries.Where(e => !e.Value.IsUsed && e.Value.Span is not null).Select(e => (e.Key, e.Value.Span ?? default));

    /// <param name="span">Where it is bound, if a warning is due when it is never used.</param>
    /// <param name="label">What an element that comes from it is called; the name itself where null.</param>
    public bool TryBind(string name, Value value, TextSpan? span = null, string? label = null) =>
        entries.TryAdd(name, new Entry(value, span, label ?? name));

    /// <summary>Binds a name that neither this body nor one around it has.</summary>
    public bool TryBindNew(string name, Value value, TextSpan span) => !Contains(name) && TryBind(name, value, span);

    public bool Contains(string name) => entries.ContainsKey(name) || outer?.Contains(name) == true;

    public Value? Find(string name)
    {
        if (!entries.TryGetValue(name, out var entry))
            return outer?.Find(name);
        entry.IsUsed = true;
        return entry.Value;
    }

    public string? LabelOf(string name) => entries.TryGetValue(name, out var entry) ? entry.Label : outer?.LabelOf(name);

    private sealed class Entry(Value value, TextSpan? span, string label)
    {
        public Value Value => value;

        public TextSpan? Span => span;

        public string Label => label;

        public bool IsUsed { get; set; }
    }
}
