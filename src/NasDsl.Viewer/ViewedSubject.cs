using System.Text.Json.Nodes;

namespace NasDsl.Viewer;

/// <summary>What a page shows.</summary>
/// <param name="Name">For its title.</param>
public abstract record ViewedSubject(string Name);

/// <summary>A program in an editor, with its drawings, facts and code beside it.</summary>
/// <param name="Path">Absolute; its imports are looked up from there.</param>
/// <param name="Read">The text as it is now; null where it cannot be read just now.</param>
/// <param name="Save">Writes the text back; null where the page may only read.</param>
public sealed record ViewedProgram(string Name, string Path, Func<string?> Read, Action<string>? Save) : ViewedSubject(Name);

/// <summary>The folder of a run.</summary>
/// <param name="Snapshot">All that there is to show of it, now.</param>
public sealed record ViewedRun(string Name, Func<JsonObject> Snapshot) : ViewedSubject(Name);
