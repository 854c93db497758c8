using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations.Library;

namespace NasDsl.Operations;

/// <summary>
/// Where a module's weights are in a model whose batch normalizations are folded: what is below <paramref name="From"/> in the
/// names of the trained model's state is below <paramref name="To"/> there.
/// </summary>
/// <param name="Normalization">
/// The batch normalization, by its name in the trained model, that is multiplied into the weight and the bias; null for none.
/// </param>
/// <param name="First">The channel of the normalization that the module's first one is: not 0 behind a concatenation.</param>
public sealed record WeightMove(string From, string To, string? Normalization = null, long First = 0)
{
    /// <summary>The same for a module that holds this one.</summary>
    public WeightMove Inside(string from, string to) =>
        this with { From = Join(from, From), To = Join(to, To), Normalization = Normalization is null ? null : Join(from, Normalization) };

    private static string Join(string outer, string inner) =>
        outer.Length == 0 ? inner : inner.Length == 0 ? outer : $"{outer}.{inner}";
}

/// <summary>An operation of several modules without its batch normalizations, for inference.</summary>
/// <param name="Weights">How its weights follow from those of the operation, from its own module down.</param>
public sealed record FoldedForm(ModuleEmission Emission, ImmutableArray<WeightMove> Weights)
{
    /// <summary>The moves for a `Sequential op` of these stages, each normalization folded into the convolution before it.</summary>
    internal static ImmutableArray<WeightMove> OfStages(ImmutableArray<OperationLayer> stages)
    {
        var moves = ImmutableArray.CreateBuilder<WeightMove>();
        var place = 0;
        for (var i = 0; i < stages.Length; i++)
        {
            if (stages[i].Operation is BatchNorm)
                continue;
            var isFollowed = i + 1 < stages.Length && stages[i + 1].Operation is BatchNorm;
            if (stages[i].Operation is Conv)
                moves.Add(new WeightMove($"op.{i}", $"op.{place}", isFollowed ? $"op.{i + 1}" : null));
            place++;
        }

        return moves.ToImmutable();
    }
}

/// <summary>An operation in its <see cref="FoldedForm"/>: it computes the same as in evaluation, and cannot be trained the same.</summary>
internal sealed class FoldedOperation(Operation original, FoldedForm form) : Operation
{
    public override string Name => original.Name;

    public override string Doc => original.Doc;

    public override OperationFacts Facts => OperationFacts.HasWeights;

    public ImmutableArray<WeightMove> Weights => form.Weights;

    public override ResolvedOperation? Resolve(OperationCall call) => original.Resolve(call);

    public override Emission EmissionOf(OperationLayer layer) => form.Emission;
}
