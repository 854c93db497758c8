using NasDsl.IR;
using NasDsl.Tests.Diagnostics;

namespace NasDsl.Tests.Semantics;

/// <summary>Spaces of small programs, and their decisions in a form that fits into a line.</summary>
internal static class Spaces
{
    public static SearchSpace Of(string program) =>
        TestCompiler.Accept(program).Space ?? throw new InvalidOperationException("the program has no network");

    /// <summary>The network `N(x: [3, 8, 8])` with this body, below these declarations.</summary>
    public static SearchSpace OfBody(string body, string declarations = "") =>
        Of($"{declarations}\nnetwork N(x: [3, 8, 8]) {{\n{body}\n}}");

    /// <summary>`name: a b c` for a choice of one, `name: 2 of a b c` for several, ` if parent = alternative` behind it.</summary>
    public static string Describe(Decision decision)
    {
        var count = decision.Kind == DecisionKind.Subset ? $"{decision.Minimum} of " : "";
        var labels = string.Join(' ', decision.Alternatives.Select(a => a.RelaxationOnly ? $"({a.Label})" : a.Label));
        var condition = decision.Parent is { } parent ? $" if {parent.Decision} = {parent.Alternatives[0]}" : "";
        return $"{decision.Name}: {count}{labels}{condition}";
    }

    public static void AssertDecisions(SearchSpace space, params string[] expected) =>
        Assert.Equal(expected, space.Decisions.Select(Describe));

    public static string[] Names(SearchSpace space) => [.. space.Decisions.Select(d => d.Name)];

    public static Shape OutputOf(SearchSpace space) => space.Network.ShapeOf(space.Network.Outputs[0]);
}
