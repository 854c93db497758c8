using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>The window of an operation whose generated class pads by half its kernel, which an even kernel cannot have.</summary>
internal static class OddWindow
{
    public static Window? Of(OperationCall call, long stride, long? padding = null, long dilation = 1)
    {
        var kernel = PairArgument.Square(call.Integer("kernel"));
        if (padding is not null || kernel.Height % 2 == 1)
            return Window.Of(
                call, kernel, stride, padding is { } pixels ? PairArgument.Square(pixels) : null, PairArgument.Square(dilation));
        if (call.RequireImage(call.Input))
            call.Fail(Diagnose.NoSamePadding(call.Span, call.Operation.Name, kernel, call.Input));
        return null;
    }
}
