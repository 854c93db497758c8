namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor KernelLargerThanInput = Error(
        "NAS3101",
        "kernel larger than the input",
        "A convolution or pooling window must fit into its padded input. The input here has fewer pixels than the window "
        + "covers, so nothing would be computed.",
        "network N(x: [3, 4, 4]) { output x |> conv(8, 7, padding: 0) }",
        "network N(x: [3, 4, 4]) { output x |> conv(8, 3, padding: 0) }");
}
