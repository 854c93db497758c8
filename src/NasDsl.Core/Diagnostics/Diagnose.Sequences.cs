using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic TokensNotEmbedded(TextSpan span, string operation, Shape input) =>
        new(Descriptors.TokensNotEmbedded, span, $"`{operation}` cannot compute with the ids of tokens, `{input}`")
        {
            Help = "put `embedding(features)` before it",
        };

    public static Diagnostic NotTokens(TextSpan span, string operation, Shape input) =>
        new(Descriptors.NotTokens, span, $"`{operation}` looks up tokens, here it gets `{input}`")
        {
            Help = "declare the network's input with the number of tokens: `tokens: [35] of 10000`",
        };

    public static Diagnostic NotASequence(TextSpan span, string operation, Shape input) =>
        new(Descriptors.NotASequence, span, $"`{operation}` runs over the steps of a sequence `[steps, features]`, here it gets `{input}`")
        {
            Help = "apply it to what `embedding` or `recurrent` gives",
        };

    public static Diagnostic StateDiffers(TextSpan span, Shape state, Shape output) =>
        new(Descriptors.StateDiffers, span, $"the operation in `recurrent` gets a state `{state}` and gives `{output}`")
        {
            Help = output.Rank == 1
                ? FormattableString.Invariant($"say `hidden: {output.Channels}`, or let it give {state.Channels} features")
                : "it must give one vector",
        };

    public static Diagnostic NotTied(TextSpan span, string problem) =>
        new(Descriptors.NotTied, span, $"`tied_linear` has no embedding to use here: {problem}")
        {
            Help = "write `e = tokens |> embedding(features)` and `... |> tied_linear(e)` in the same body",
        };
}
