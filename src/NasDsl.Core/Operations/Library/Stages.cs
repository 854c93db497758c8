using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>The plain operations that composed ones consist of.</summary>
internal sealed class Stages(Shape input)
{
    private static readonly Conv Conv = new();
    private static readonly BatchNorm BatchNorm = new();
    private static readonly Operation Relu = Pointwise.All.First(o => o.Name == "relu");

    private readonly ImmutableArray<OperationLayer>.Builder layers = ImmutableArray.CreateBuilder<OperationLayer>();
    private Shape shape = input;

    public ImmutableArray<OperationLayer> All => layers.ToImmutable();

    public Stages ThenRelu() => Then(Relu, new ArgumentList(), shape);

    public Stages ThenDepthwise(long kernel, long stride, long padding, long dilation) =>
        ThenConvolution(shape.Channels, kernel, stride, padding, dilation, shape.Channels);

    public Stages ThenPointwise(long filters) => ThenConvolution(filters, 1, 1, 0, 1, 1);

    public Stages ThenConvolution(long filters, long kernel, long stride, long padding, long dilation, long groups) => Then(
        Conv,
        new ArgumentList(
            ("in_channels", new IntegerArgument(shape.Channels)),
            ("filters", new IntegerArgument(filters)),
            ("kernel", new IntegerArgument(kernel)),
            ("stride", new IntegerArgument(stride)),
            ("padding", new IntegerArgument(padding)),
            ("dilation", new IntegerArgument(dilation)),
            ("groups", new IntegerArgument(groups)),
            ("bias", new BooleanArgument(false))),
        After(filters, dilation * (kernel - 1) + 1, stride, padding));

    public Stages ThenNormalization(bool affine) => Then(
        BatchNorm,
        new ArgumentList(("channels", new IntegerArgument(shape.Channels)), ("affine", new BooleanArgument(affine))),
        shape);

    private Shape After(long filters, long window, long stride, long padding) => new(
        [filters, .. shape.Dimensions.Skip(1).Select(size => (size + 2 * padding - window) / stride + 1)]);

    private Stages Then(Operation operation, ArgumentList arguments, Shape output)
    {
        layers.Add(new OperationLayer(operation, arguments, [shape], output));
        shape = output;
        return this;
    }
}
