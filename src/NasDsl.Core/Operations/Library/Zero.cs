using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`zero`: nothing but zeros, the edge that is not there (`none` in DARTS).</summary>
internal sealed class Zero : Operation
{
    public static HelperClass Helper { get; } = new("Zero", """
        /// <summary>Zeros of the input's shape, height and width divided by the stride.</summary>
        internal sealed class Zero(long stride) : Module<Tensor, Tensor>(nameof(Zero))
        {
            public override Tensor forward(Tensor input)
            {
                if (stride == 1)
                    return zeros_like(input);
                var (height, width) = ((input.size(2) + stride - 1) / stride, (input.size(3) + stride - 1) / stride);
                return input.new_zeros([input.size(0), input.size(1), height, width]);
            }
        }
        """);

    public override string Name => "zero";

    public override string Doc => "Zeros: the edge that is not there; it takes part in a relaxation and is never chosen.";

    public override ImmutableArray<OperationParameter> Parameters => [LibraryParameters.Stride];

    public override OperationFacts Facts => OperationFacts.Zero | OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var stride = call.Integer("stride");
        if (stride > 1 && !call.RequireImage(call.Input))
            return null;
        return new ResolvedOperation(
            new ArgumentList(Argument("stride", stride)),
            stride == 1 ? call.Input : Window.Pixel(stride).Output(call.Input, call.Input.Channels));
    }

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "Zero", a => $"new Zero({a["stride"]})", Helper);
}
