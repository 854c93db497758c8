using System.Reflection;

namespace NasDsl.Tests.Diagnostics;

/// <summary>Which parts of the core know which: data flows from text to C#, and knowledge only backwards.</summary>
public class ArchitectureTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(Compilation).Assembly;

    [Theory]
    [InlineData("NasDsl.Emit", "NasDsl.Syntax", "NasDsl.Semantics", "NasDsl.Parsing")]
    [InlineData("NasDsl.Analysis", "NasDsl.Syntax", "NasDsl.Semantics", "NasDsl.Parsing")]
    [InlineData("NasDsl.IR", "NasDsl.Syntax", "NasDsl.Semantics", "NasDsl.Parsing", "NasDsl.Emit")]
    [InlineData("NasDsl.Operations", "NasDsl.Syntax", "NasDsl.Semantics", "NasDsl.Parsing", "NasDsl.Emit")]
    [InlineData("NasDsl.Syntax", "NasDsl.Semantics", "NasDsl.Parsing", "NasDsl.IR", "NasDsl.Operations")]
    [InlineData("NasDsl.Text", "NasDsl.Diagnostics", "NasDsl.Syntax")]
    public void A_stage_knows_none_behind_it(string stage, params string[] unknown)
    {
        foreach (var (type, used) in References(stage))
            Assert.False(unknown.Any(u => IsIn(used, u)), $"{type} uses {used}");
    }

    [Theory]
    [InlineData("NasDsl.Syntax")]
    [InlineData("NasDsl.Semantics")]
    [InlineData("NasDsl.IR")]
    [InlineData("NasDsl.Diagnostics")]
    [InlineData("NasDsl.Operations")]
    [InlineData("NasDsl.Analysis")]
    public void Only_the_parser_knows_its_generator(string stage)
    {
        foreach (var (type, used) in References(stage))
            Assert.False(IsIn(used, "Antlr4"), $"{type} uses {used}");
    }

    [Fact]
    public void The_core_shows_no_input_or_output()
    {
        var shown = Core.GetExportedTypes()
            .Where(t => !IsIn(t, "NasDsl.Parsing.Generated") && t.Namespace != "NasDsl.Parsing")
            .SelectMany(t => Signatures(t, onlyPublic: true).Select(used => (Type: t, Used: used)));
        foreach (var (type, used) in shown)
            Assert.False(IsIn(used, "System.IO"), $"{type} shows {used}");
    }

    [Fact]
    public void The_test_sees_what_it_looks_for() =>
        Assert.Contains(References("NasDsl.Parsing"), r => IsIn(r.Used, "Antlr4"));

    private static IEnumerable<(Type Type, Type Used)> References(string stage) =>
        Core.GetTypes()
            .Where(t => IsIn(t, stage))
            .SelectMany(t => Signatures(t, onlyPublic: false).Concat(Bodies(t)).Select(used => (t, used)));

    /// <summary>Types of bases, fields, parameters and results.</summary>
    private static IEnumerable<Type> Signatures(Type type, bool onlyPublic)
    {
        var flags = onlyPublic ? Everything & ~BindingFlags.NonPublic : Everything;
        return type.GetInterfaces()
            .Concat(type.BaseType is { } parent ? [parent] : [])
            .Concat(type.GetFields(flags).Select(f => f.FieldType))
            .Concat(type.GetConstructors(flags).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType))
            .Concat(type.GetMethods(flags).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
            .SelectMany(Parts);
    }

    /// <summary>Types of the local variables inside methods.</summary>
    private static IEnumerable<Type> Bodies(Type type) =>
        type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything))
            .SelectMany(m => m.GetMethodBody()?.LocalVariables ?? [])
            .SelectMany(v => Parts(v.LocalType));

    /// <summary>`List&lt;Token&gt;` is made of a list and tokens.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType && type.GetElementType() is { } element)
            return Parts(element);
        return type.GetGenericArguments().SelectMany(Parts).Append(type);
    }

    private static bool IsIn(Type type, string name) =>
        type.Namespace == name || type.Namespace?.StartsWith(name + ".", StringComparison.Ordinal) == true;
}
