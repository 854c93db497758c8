using System.Globalization;
using System.Reflection;

namespace TorchSharp.Libtorch.Tests.ApiSurface;

/// <summary>Writes members as the reference does: `kind container.name(parameters) -> modifiers type`.</summary>
internal static class ApiFormat
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    };

    public static string Type(Type type) =>
        $"T {Container(type)} : {(type.BaseType is { } parent && parent != typeof(object) ? Name(parent) : "")}";

    public static string Field(FieldInfo field) =>
        $"F {Container(field.DeclaringType)}.{field.Name} : {(field.IsStatic ? "static " : "")}{Name(field.FieldType)}";

    public static string Constructor(ConstructorInfo constructor) =>
        $"C {Container(constructor.DeclaringType)}({Parameters(constructor)}){(IsProtected(constructor) ? " protected" : "")}";

    public static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var modifiers = (method.IsStatic ? "static " : "") + (IsProtected(method) ? "protected " : "");
        return $"M {Container(method.DeclaringType)}.{method.Name}{generic}({Parameters(method)}) -> {modifiers}{Name(method.ReturnType)}";
    }

    public static string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters();
        var indices = index.Length == 0 ? "" : $"[{string.Join(", ", index.Select(Parameter))}]";
        var accessors = (IsVisible(property.GetMethod) ? "get; " : "") + (IsVisible(property.SetMethod) ? "set; " : "");
        return $"P {Container(property.DeclaringType)}.{property.Name}{indices} {{ {accessors}}} : {Name(property.PropertyType)}";
    }

    public static bool IsVisible(MethodBase? method) => method is not null && (method.IsPublic || IsProtected(method));

    private static bool IsProtected(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly;

    private static string Container(Type? type) => type switch
    {
        null => "",
        { DeclaringType: { } outer } => $"{Container(outer).Split('<')[0]}.{Simple(type)}",
        _ => $"{type.Namespace}.{Simple(type)}",
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? "ref " : "";
        var suffix = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : "";
        return $"{prefix}{Name(parameter.ParameterType)} {parameter.Name}{suffix}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        Enum number => Convert.ToInt64(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "default",
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType() ?? type);
        if (type.IsArray)
            return $"{Name(type.GetElementType() ?? type)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsGenericParameter)
            return type.Name;
        var arguments = type.GetGenericArguments();
        if (Nullable.GetUnderlyingType(type) is not null)
            return $"{Name(arguments[0])}?";
        if (IsTuple(type) && !arguments.Any(argument => argument.IsGenericParameter))
            return $"({string.Join(", ", arguments.Select(Name))})";
        return type.DeclaringType is { } outer ? $"{Outer(outer)}.{Simple(type)}" : Simple(type);
    }

    /// <summary>Nested types are named through their containers, which are never generic in a name.</summary>
    private static string Outer(Type type) =>
        type.DeclaringType is { } outer ? $"{Outer(outer)}.{Bare(type)}" : Bare(type);

    private static string Bare(Type type) => type.Name.Split('`')[0];

    private static string Simple(Type type)
    {
        var inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var own = type.GetGenericArguments()[inherited..];
        return own.Length == 0 ? Bare(type) : $"{Bare(type)}<{string.Join(", ", own.Select(Name))}>";
    }

    private static bool IsTuple(Type type) =>
        type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true;
}
