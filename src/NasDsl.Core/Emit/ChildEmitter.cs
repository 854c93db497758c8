using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>Writes a network with nothing left to decide as a standalone model.</summary>
public static class ChildEmitter
{
    /// <summary>The C# of the child, TorchSharp API only; the same for the same child.</summary>
    /// <param name="space">The space that the child comes from: it says what weights are called and what is an edge.</param>
    /// <param name="child">The space resolved by an architecture.</param>
    /// <exception cref="EmitException">The network has a form that TorchSharp's modules do not.</exception>
    public static string Emit(SearchSpace space, SearchSpace child, EmitOptions options)
    {
        var file = new ModelFile(space, child, GeneratedNames.Child(space), relaxation: null, options.DropPath, lowersDepthwise: options.LowersDepthwise);
        var tap = options.Auxiliary ? FeatureTap.Find(child.Network) : null;
        var plain = file.PlanNetwork();
        var tapped = tap is null ? null : file.PlanNetwork(tap);
        if (options.DropPath)
            file.Context.Helpers.Add(HelperClasses.PathDropout);
        return file.Write("Network", writer =>
        {
            Write(writer, file, child, plain, tapped, options.DropPath);
            if (tap is not null)
                AuxiliaryTower.Write(writer, child, tap, GeneratedNames.Auxiliary(space));
        });
    }

    private static void Write(
        CodeWriter writer, ModelFile file, SearchSpace child, PlannedClass plain, PlannedClass? tapped, bool dropsPaths)
    {
        var network = tapped ?? plain;
        writer.Summary(child.Doc, $"Network `{child.Name}`.");
        using (writer.Block($"public sealed partial class {network.Name} : {ModelFile.BaseType(network.Template)}"))
        {
            if (dropsPaths)
                writer.Line("private readonly PathDropout dropPath = new();");
            ClassWriter.WriteFields(writer, network);
            writer.Line();
            WriteConstructor(writer, network);
            writer.Line();
            if (dropsPaths)
                WriteDropPath(writer);
            WriteForward(writer, plain.Template, tapped?.Template);
            if (StatefulForward.IsWritten(file, plain.Template))
                StatefulForward.Write(writer);
        }
    }

    internal static void WriteConstructor(CodeWriter writer, PlannedClass network)
    {
        writer.Line($"public {network.Name}()");
        writer.Line($"    : base(nameof({network.Name}))");
        writer.Line("{");
        using (writer.Indented())
        {
            ClassWriter.WriteAssignments(writer, network);
            writer.Line("RegisterComponents();");
        }
        writer.Line("}");
    }

    private static void WriteDropPath(CodeWriter writer) => writer.Lines("""
        /// <summary>The probability that an edge is dropped for an example in training.</summary>
        public double DropPath
        {
            get => dropPath.Rate;
            set => dropPath.Rate = value;
        }

        """);

    private static void WriteForward(CodeWriter writer, ClassTemplate plain, ClassTemplate? tapped)
    {
        if (tapped is null)
        {
            ClassWriter.WriteForward(writer, plain, $"public override {ModelFile.OutputType(plain)} forward");
            return;
        }
        var input = tapped.Inputs[0];
        using (writer.Block($"public override Tensor forward(Tensor {input})"))
        {
            writer.Line("using var scope = NewDisposeScope();");
            writer.Line($"return ForwardWithFeatures({input}).Logits.MoveToOuterDisposeScope();");
        }
        writer.Line();
        writer.Line("/// <summary>The logits, and the features that an auxiliary tower learns from.</summary>");
        ClassWriter.WriteForward(writer, tapped, "public (Tensor Logits, Tensor Features) ForwardWithFeatures");
    }
}
