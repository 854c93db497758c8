using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>The names by which generated code is found again.</summary>
public static class GeneratedNames
{
    /// <summary>The namespace, from the source file's name: `darts.nas` gives `Darts`.</summary>
    public static string Namespace(SearchSpace space)
    {
        var stem = space.Source.Split('.')[0];
        return Safe(Identifiers.Pascal(stem), "Model");
    }

    /// <summary>The namespace of the training sources in an exported project.</summary>
    public static string Training(SearchSpace space) => Namespace(space) + "Training";

    /// <summary>The supernet's class, without namespace.</summary>
    public static string Supernet(SearchSpace space) => Identifiers.Pascal(space.Name) + "Supernet";

    /// <summary>The child's class, without namespace.</summary>
    public static string Child(SearchSpace space) => Safe(Identifiers.Pascal(space.Name), "Network");

    /// <summary>The class of the child as it is exported for inference, without namespace.</summary>
    public static string Inference(SearchSpace space) => Child(space) + "Inference";

    /// <summary>The class of the child's auxiliary tower, without namespace.</summary>
    public static string Auxiliary(SearchSpace space) => Child(space) + "Auxiliary";

    private static string Safe(string name, string suffix) => Identifiers.IsReserved(name) ? name + suffix : name;
}
