using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>What the two poolings have in common: a window over each channel.</summary>
internal abstract class Pool : Operation
{
    private static readonly HelperClass DropFirst = new("DropFirst", """
        /// <summary>An image without its first rows and columns.</summary>
        internal sealed class DropFirst(long rows, long columns) : Module<Tensor, Tensor>(nameof(DropFirst))
        {
            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                var lower = input.narrow(2, rows, input.size(2) - rows);
                return lower.narrow(3, columns, input.size(3) - columns).MoveToOuterDisposeScope();
            }
        }
        """);

    public override ImmutableArray<OperationParameter> Parameters =>
        [LibraryParameters.WindowKernel, LibraryParameters.Stride, LibraryParameters.WindowPadding];

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (Window.OfPool(call) is not { } window)
            return null;
        var (kernel, padding) = (window.Kernel, window.Padding);
        // A window that could lie in the padding alone has nothing to pool; libtorch refuses it.
        if (padding.Height > kernel.Height / 2 || padding.Width > kernel.Width / 2)
            return call.Fail(Diagnose.PaddingLargerThanHalf(call.Span, Name, padding, kernel));
        return new ResolvedOperation(
            new ArgumentList(
            [
                window.Argument("kernel", kernel),
                window.Argument("stride", window.Stride),
                window.Argument("padding", padding),
                .. Ending(window),
            ]),
            window.Output(call.Input, call.Input.Channels));
    }

    public override BackwardNeeds NeedsOf(OperationLayer layer) => new(Input: true, Output: false);

    public override Emission EmissionOf(OperationLayer layer)
    {
        var options = layer.Arguments.Items.Any(i => i.Name == "ceil_mode") ? $"{Options}, ceil_mode: true" : Options;
        var zero = layer.Arguments["kernel"] is PairArgument ? "(0, 0)" : "0";
        return layer.Arguments.Items.Any(i => i.Name == "rows")
            ? new ModuleEmission(
                "Sequential", a => $"Sequential({Pooling(a)}, new DropFirst({a["rows"]}, {a["columns"]}))", DropFirst)
            : new ModuleEmission(Module, Pooling);

        string Pooling(ArgumentTexts a) =>
            $"{Module}({a["kernel"]}, stride: {a["stride"]}{a.Optional("padding", "padding", zero)}{options})";
    }

    /// <summary>The TorchSharp module.</summary>
    protected abstract string Module { get; }

    /// <summary>What it takes beside its window.</summary>
    protected virtual string Options => "";

    /// <summary>What a window over the end needs: at stride 1 the other end is cut off, else it may stand half outside.</summary>
    private static IEnumerable<(string, ArgumentValue)> Ending(Window window) => (window.OverEnd, window.Stride) switch
    {
        (false, _) => [],
        (true, 1) => [Argument("rows", (window.Kernel.Height + 1) % 2), Argument("columns", (window.Kernel.Width + 1) % 2)],
        _ => [Argument("ceil_mode", true)],
    };
}

/// <summary>`max_pool(kernel)`: the largest value in each window.</summary>
internal sealed class MaxPool : Pool
{
    public override string Name => "max_pool";

    public override string Doc => "The largest value of each channel in a window.";

    // Where each largest value was: an index of 64 bits.
    public override BackwardNeeds NeedsOf(OperationLayer layer) => new(Input: true, Output: false, 2 * layer.Output.Elements);

    protected override string Module => "MaxPool2d";
}

/// <summary>`avg_pool(kernel)`: the mean of each window, where padding does not count.</summary>
internal sealed class AvgPool : Pool
{
    public override string Name => "avg_pool";

    public override string Doc => "The mean of each channel in a window; padding does not count.";

    public override OperationFacts Facts => OperationFacts.Linear;

    protected override string Module => "AvgPool2d";

    protected override string Options => ", count_include_pad: false";
}
