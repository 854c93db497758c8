using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>
/// Which declaration uses which. Building a network meets a circle only where the network leads to it; this finds them all.
/// </summary>
internal sealed class DeclarationUses
{
    private readonly Dictionary<string, List<(string Name, TextSpan Span)>> uses = new(StringComparer.Ordinal);

    public bool HasCycles { get; private set; }

    /// <summary>Notes a use; declarations are told apart by their keys.</summary>
    public void Add(string user, string used, TextSpan span)
    {
        if (!uses.TryGetValue(user, out var list))
            uses[user] = list = [];
        list.Add((used, span));
    }

    /// <summary>Adds what was noted elsewhere.</summary>
    public void Add(DeclarationUses others)
    {
        foreach (var (user, list) in others.uses)
            foreach (var (used, span) in list)
                Add(user, used, span);
    }

    /// <summary>Reports each circle once: at the use that closes it, seen from the declaration that comes first.</summary>
    public void ReportCycles(DiagnosticBag diagnostics)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in uses.Keys.ToList())
            Visit(start, [], done, diagnostics);
    }

    /// <summary>The diagnostic of a circle that the use at <paramref name="span"/> of the first declaration closes.</summary>
    public static Diagnostic CircleAt(TextSpan span, ImmutableArray<string> keys)
    {
        var names = keys.Select(k => k.Split('@')[0]).ToList();
        return Diagnose.CyclicDeclaration(span, names[0], string.Join(" -> ", names.Append(names[0]).Select(n => $"`{n}`")));
    }

    private void Visit(string name, List<string> path, HashSet<string> done, DiagnosticBag diagnostics)
    {
        if (!done.Add(name))
            return;
        path.Add(name);
        foreach (var (used, span) in uses.GetValueOrDefault(name) ?? [])
        {
            var start = path.IndexOf(used);
            if (start < 0)
                Visit(used, path, done, diagnostics);
            else
            {
                HasCycles = true;
                diagnostics.Add(CircleAt(span, [.. path.Skip(start)]));
            }
        }

        path.RemoveAt(path.Count - 1);
    }
}
