namespace NasDsl.Diagnostics;

/// <summary>Tokens, sequences and what runs over them.</summary>
public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor TokensNotEmbedded = Error(
        "NAS3151",
        "token ids used as numbers",
        "An input `[35] of 10000` holds the ids of tokens. Nothing can be computed with ids: `embedding` makes a sequence of "
        + "vectors of them first.",
        "network N(tokens: [35] of 10000) { output tokens |> linear(10) }",
        "network N(tokens: [35] of 10000) { output tokens |> embedding(8) |> linear(10) }");

    public static readonly DiagnosticDescriptor NotTokens = Error(
        "NAS3152",
        "not token ids",
        "`embedding` looks up a vector for each token. Its input must be declared with the number of tokens: `[35] of 10000`.",
        "network N(tokens: [35]) { output tokens |> embedding(8) }",
        "network N(tokens: [35] of 10000) { output tokens |> embedding(8) }");

    public static readonly DiagnosticDescriptor NotASequence = Error(
        "NAS3153",
        "not a sequence",
        "The operation runs over steps: its input must be a sequence, `[steps, features]`.",
        "network N(x: [8]) { output x |> last_step }",
        "network N(x: [35, 8]) { output x |> last_step }");

    public static readonly DiagnosticDescriptor StateDiffers = Error(
        "NAS3154",
        "state of another shape",
        "What `recurrent` applies gives the state for the next step, so its result must have the shape of the state: a vector "
        + "as long as the input's features, or as `hidden` says.",
        "op Cell(x, h) { output (x |> linear(16)) + (h |> linear(16)) }\n"
        + "network N(x: [35, 8]) { output x |> recurrent(Cell) }",
        "op Cell(x, h) { output (x |> linear(16)) + (h |> linear(16)) }\n"
        + "network N(x: [35, 8]) { output x |> recurrent(Cell, hidden: 16) }");

    public static readonly DiagnosticDescriptor NotTied = Error(
        "NAS3155",
        "nothing to tie to",
        "`tied_linear(e)` uses the weights of the embedding that `e` comes from: `e` must be what `embedding` computed in the "
        + "same body, or what follows from it by operations of one tensor, and the input must have the embedding's features.",
        "network N(x: [35, 8]) { y = x |> relu\n  output x |> tied_linear(y) }",
        "network N(tokens: [35] of 100) { e = tokens |> embedding(8)\n  output e |> tanh |> tied_linear(e) }");
}
