using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Optimization;

namespace NasDsl.Emit;

/// <summary>A child for inference.</summary>
/// <param name="Code">Its C#, a class named <see cref="GeneratedNames.Inference"/>.</param>
/// <param name="Weights">How its weights follow from those of the trained child.</param>
public sealed record InferenceModel(string Code, ImmutableArray<WeightMove> Weights);

/// <summary>
/// Writes a trained child for inference: batch normalizations folded, without dropout, drop-path and auxiliary tower, images
/// channels-last.
/// </summary>
public static class InferenceEmitter
{
    /// <param name="space">The space that the child comes from: it says what the trained weights are called.</param>
    /// <param name="child">The space resolved by an architecture.</param>
    /// <exception cref="EmitException">The network has a form that TorchSharp's modules do not.</exception>
    public static InferenceModel Emit(SearchSpace space, SearchSpace child)
    {
        var trained = new ModelFile(space, child, GeneratedNames.Child(space), relaxation: null, dropsPaths: false).PlanNetwork();
        var form = InferenceForm.Of(child);
        var file = new ModelFile(form.Space, form.Space, GeneratedNames.Inference(space), relaxation: null, dropsPaths: false, form: form);
        var network = file.PlanNetwork();
        var code = file.Write("Inference network", writer => Write(writer, file, child, network));
        return new InferenceModel(code, Moves(form, trained.Template.Leaves, network.Template.Leaves));
    }

    private static void Write(CodeWriter writer, ModelFile file, SearchSpace child, PlannedClass network)
    {
        writer.Summary(child.Doc, $"Network `{child.Name}`.");
        writer.Lines("""
            /// <remarks>
            /// For inference: batch normalizations are folded into the convolutions and linear layers that they directly follow,
            /// with the statistics of the training, and dropout is gone. Load the folded weights that lie beside this file.
            /// </remarks>
            """);
        using (writer.Block($"public sealed partial class {network.Name} : {ModelFile.BaseType(network.Template)}"))
        {
            ClassWriter.WriteFields(writer, network);
            writer.Line();
            ChildEmitter.WriteConstructor(writer, network);
            writer.Line();
            ClassWriter.WriteForward(writer, network.Template, $"public override {ModelFile.OutputType(network.Template)} forward");
            if (StatefulForward.IsWritten(file, network.Template))
                StatefulForward.Write(writer);
        }
    }

    /// <summary>
    /// Both models have their layers in the same order, the one for inference without those that are folded. A layer of a
    /// declaration used several times is there several times; its normalization belongs to the one before it.
    /// </summary>
    private static ImmutableArray<WeightMove> Moves(
        InferenceForm form, ImmutableArray<ModuleLeaf> trained, ImmutableArray<ModuleLeaf> inference)
    {
        var left = new Queue<ModuleLeaf>(inference.Where(l => KeepsState(l.Layer)));
        var moves = new List<WeightMove>();
        var moveOf = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        foreach (var leaf in trained.Where(l => KeepsState(l.Layer) && !InferenceForm.IsDropout(l.Layer)))
        {
            if (form.HolderOf(leaf.Layer) is { } holder)
            {
                moves[moveOf[holder]] = moves[moveOf[holder]] with { Normalization = leaf.Path };
                continue;
            }

            var target = left.Dequeue();
            moveOf[leaf.Layer] = moves.Count;
            moves.AddRange(target.Layer is OperationLayer { Operation: FoldedOperation inside }
                ? inside.Weights.Select(w => w.Inside(leaf.Path, target.Path))
                : [new WeightMove(leaf.Path, target.Path)]);
        }

        return left.Count == 0 ? [.. moves] : throw new InvalidOperationException($"`{left.Peek().Path}` has no trained weights");
    }

    private static bool KeepsState(Layer layer) => layer is not OperationLayer operation
        || (operation.Operation.FactsOf(operation) & (OperationFacts.HasWeights | OperationFacts.Stateful)) != 0;
}
