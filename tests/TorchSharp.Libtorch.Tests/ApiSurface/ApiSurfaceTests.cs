using System.Reflection;

namespace TorchSharp.Libtorch.Tests.ApiSurface;

/// <summary>Whatever this binding offers, the real package offers in the same form.</summary>
public class ApiSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [ReferenceFact]
    public void Every_member_is_one_of_the_package()
    {
        var reference = ApiReference.Lines;
        var foreign = PublicTypes.SelectMany(Members)
            .Where(member => !reference.Contains(member.Line) && !OverridesKnown(member.Member, reference))
            .Select(member => member.Line)
            .ToList();
        Assert.True(foreign.Count == 0, $"{foreign.Count} members are not in the package:\n{string.Join('\n', foreign)}");
    }

    [ReferenceFact]
    public void Every_type_has_the_packages_base()
    {
        var reference = ApiReference.Lines.Where(line => line.StartsWith("T ", StringComparison.Ordinal)).ToList();
        var foreign = PublicTypes.Select(ApiFormat.Type)
            .Where(line => !reference.Any(known => known.StartsWith(line, StringComparison.Ordinal)))
            .ToList();
        Assert.True(foreign.Count == 0, string.Join('\n', foreign));
    }

    /// <summary>Functions with derivatives of their own are here as a whole, and so are those of scripts.</summary>
    [ReferenceFact]
    public void No_member_of_a_custom_function_is_left_out()
    {
        string[] types = ["autograd.AutogradContext", "autograd.Function<T>", "autograd.SingleTensorFunction<T>",
            "autograd.MultiTensorFunction<T>", "jit.CompilationUnit.", "jit.compile("];
        var expected = ApiReference.Lines
            .Where(line => line[0] != 'T' && types.Any(type => line.Contains($"torch.{type}", StringComparison.Ordinal)))
            .ToList();
        var present = PublicTypes.SelectMany(Members).Select(member => member.Line).ToHashSet();
        Assert.Equal(28, expected.Count);
        Assert.Empty(expected.Except(present));
    }

    /// <summary>Without this, an empty assembly would pass.</summary>
    [Fact]
    public void The_binding_offers_the_core_of_the_package() =>
        Assert.True(PublicTypes.SelectMany(Members).Count() > 1000);

    private static IEnumerable<Type> PublicTypes =>
        typeof(torch).Assembly.GetTypes().Where(type => type.IsVisible);

    private static IEnumerable<(string Line, MemberInfo Member)> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            yield break;
        foreach (var constructor in type.GetConstructors(Declared).Where(c => !c.IsStatic && ApiFormat.IsVisible(c)))
            yield return (ApiFormat.Constructor(constructor), constructor);
        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
            yield return (ApiFormat.Field(field), field);
        foreach (var property in type.GetProperties(Declared).Where(p => ApiFormat.IsVisible(p.GetMethod) || ApiFormat.IsVisible(p.SetMethod)))
            yield return (ApiFormat.Property(property), property);
        foreach (var method in type.GetMethods(Declared).Where(ApiFormat.IsVisible))
            if (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
                yield return (ApiFormat.Method(method), method);
    }

    /// <summary>An override adds nothing that could be called: it is enough that the package has what it overrides.</summary>
    private static bool OverridesKnown(MemberInfo member, IReadOnlySet<string> reference)
    {
        if (member is not MethodInfo method || method.GetBaseDefinition() == method)
            return false;
        var origin = method.GetBaseDefinition();
        return origin.DeclaringType?.Assembly != method.DeclaringType?.Assembly
            || reference.Contains(ApiFormat.Method(Generic(origin)));
    }

    /// <summary>The method as its generic type declares it, not as one instance of the type has it.</summary>
    private static MethodInfo Generic(MethodInfo method) =>
        method.DeclaringType is { IsGenericType: true } type
            ? type.GetGenericTypeDefinition().GetMethods(Declared).Single(other => other.MetadataToken == method.MetadataToken)
            : method;
}
