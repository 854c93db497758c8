using NasDsl.Diagnostics;

namespace NasDsl.Operations.Library;

/// <summary>The window of an operation whose generated class pads by half its kernel, which an even kernel cannot have.</summary>
internal static class OddWindow
{
    public static Window? Of(OperationCall call, long stride, long? padding = null, long dilation = 1)
    {
        var kernel = call.Integer("kernel");
        if (padding is not null || kernel % 2 == 1)
            return Window.Of(call, kernel, stride, padding, dilation);
        if (call.RequireImage(call.Input))
            call.Fail(Diagnose.NoSamePadding(call.Span, call.Operation.Name, kernel, call.Input));
        return null;
    }
}
