using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

/// <summary>One method for each code: builds the diagnostic with its message, help and fixes.</summary>
public static partial class Diagnose
{
    public static Diagnostic KernelLargerThanInput(TextSpan span, string operation, Shape input, long window) =>
        new(Descriptors.KernelLargerThanInput, span,
            $"`{operation}` cannot follow here: its input has {input.Height} x {input.Width} pixels, a window of {window} x {window} needs more")
        {
            Help = "use a smaller kernel, or drop `padding` (same padding is the default)",
        };
}
