using System.Collections.Immutable;
using NasDsl.Operations.Library;

namespace NasDsl.Operations;

/// <summary>All operations of the language by name.</summary>
public sealed class OperationCatalog
{
    private readonly ImmutableSortedDictionary<string, Operation> operations;

    public OperationCatalog(IEnumerable<Operation> operations) =>
        this.operations = operations.ToImmutableSortedDictionary(o => o.Name, o => o, StringComparer.Ordinal);

    /// <summary>The operations that come with the language.</summary>
    public static OperationCatalog Standard { get; } = new(
    [
        new Conv(), new ReluConvBn(), new SepConv(), new DilConv(),
        new Depthwise(), new Binarize(), new BinaryConv(),
        new MaxPool(), new AvgPool(), new GlobalAvgPool(), new GlobalMaxPool(), new AdaptiveAvgPool(),
        new Upsample(), new Resize(), new PadTo(), new PadConcat(),
        new ChannelShuffle(), new SliceChannels(), new PadChannels(), new ScaleChannels(),
        new Skip(), new Zero(), new FactorizedReduce(), new Fit(),
        new BatchNorm(), new LayerNorm(), new InstanceNorm(), new GroupNorm(),
        new Linear(), new Flatten(), new Dropout(), new FirstChannels(),
        new Embedding(), new TiedLinear(), new LockedDropout(), .. Steps.All,
        new Sum(), new Mean(), new Concat(),
        .. Pointwise.All, .. Binary.All, .. Learned.All,
    ]);

    /// <summary>Every operation, by name.</summary>
    public IEnumerable<Operation> All => operations.Values;

    public IEnumerable<string> Names => operations.Keys;

    public Operation? Find(string name) => operations.GetValueOrDefault(name);
}
