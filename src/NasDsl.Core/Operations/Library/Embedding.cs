using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`embedding(features)`: `[steps] of vocabulary` to `[steps, features]`.</summary>
internal sealed class Embedding : Operation
{
    private static readonly HelperClass Helper = new("TokenEmbedding", """
        /// <summary>A learned vector for each token: ids [batch, steps] to [batch, steps, features].</summary>
        internal sealed class TokenEmbedding : Module<Tensor, Tensor>
        {
            private readonly Parameter weight;

            public TokenEmbedding(long vocabulary, long features)
                : base(nameof(TokenEmbedding))
            {
                weight = Parameter(init.uniform_(empty(vocabulary, features), -0.1, 0.1));
                RegisterComponents();
            }

            /// <summary>A row for each token; looked up each time, because moving a model replaces it.</summary>
            public Parameter Weight => weight;

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                return weight.index_select(0, input.flatten()).view([.. input.shape, weight.size(1)]).MoveToOuterDisposeScope();
            }
        }
        """);

    public override string Name => "embedding";

    public override string Doc => "A learned vector for each token: the ids of tokens become a sequence.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [new("features", ParameterKind.Integer, "Size of each vector.", Minimum: 1, Maximum: Window.LargestFilters)];

    public override bool TakesTokens => true;

    public override OperationFacts Facts => OperationFacts.HasWeights;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (call.Input.Vocabulary is not { } vocabulary)
            return call.Fail(Diagnose.NotTokens(call.Span, Name, call.Input));
        var features = call.Integer("features");
        return new ResolvedOperation(
            new ArgumentList(Argument("vocabulary", vocabulary), Argument("features", features)),
            new Shape(call.Input.Steps, features));
    }

    public override long ParameterCount(OperationLayer layer) =>
        layer.Arguments.Integer("vocabulary") * layer.Arguments.Integer("features");

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "TokenEmbedding", a => $"new TokenEmbedding({a["vocabulary"]}, {a["features"]})", Helper);
}

/// <summary>
/// `tied_linear(embedding)`: a decoder with the weights of an embedding (Press and Wolf, 2017). In the graph its second
/// input is the tensor that the embedding itself computes.
/// </summary>
internal sealed class TiedLinear : Operation
{
    public static HelperClass Helper { get; } = new("TiedLinear", """
        /// <summary>A fully connected layer with the weights of an embedding: [.., features] to [.., vocabulary].</summary>
        internal sealed class TiedLinear : Module<Tensor, Tensor>
        {
            private readonly Func<Parameter> findWeight;
            private readonly Parameter bias;

            public TiedLinear(Func<Parameter> findWeight, long vocabulary)
                : base(nameof(TiedLinear))
            {
                this.findWeight = findWeight;
                bias = Parameter(zeros(vocabulary));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => functional.linear(input, findWeight(), bias);
        }
        """);

    public override string Name => "tied_linear";

    public override string Doc =>
        "From features to a value for each token, with the weights of the embedding that `embedding` was computed by, and a bias of its own.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [new("embedding", ParameterKind.Shape, "A tensor that an `embedding` of the same body computed, or computed of it.")];

    public override OperationFacts Facts => OperationFacts.HasWeights;

    /// <summary>Takes the features and, as second input, what the embedding computed.</summary>
    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (call.Inputs.Length != 2)
            return call.Fail(Diagnose.NotTied(call.Span, "it must be applied by `|>`, not inside a choice, a composition or `repeat`"));
        var (input, embedded) = (call.Input, call.Inputs[1]);
        if (input.IsImage || input.Channels != embedded.Channels)
            return call.Fail(Diagnose.NotTied(
                call.Span, FormattableString.Invariant($"its input is `{input}`, the embedding's vectors have {embedded.Channels} features")));
        var vocabulary = call.Integer("vocabulary");
        return new ResolvedOperation(
            new ArgumentList(Argument("in_features", embedded.Channels), Argument("vocabulary", vocabulary)),
            input.WithLast(vocabulary));
    }

    // The weights are the embedding's and counted there.
    public override long ParameterCount(OperationLayer layer) => layer.Arguments.Integer("vocabulary");

    public override long MacCount(OperationLayer layer) => layer.Output.Elements * layer.Arguments.Integer("in_features");

    /// <summary>How it is constructed is up to the class around it, which holds the embedding too.</summary>
    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "TiedLinear", a => $"new TiedLinear({EmbeddingMark}, {a["vocabulary"]})", Helper);

    /// <summary>Stands in the constructor's text for the function that finds the embedding's weights.</summary>
    public const string EmbeddingMark = "\u0010";
}
