using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// A text cut into streams of equal length that are read side by side, some steps at a time: window after window, each
/// stream goes on where it was, so that states can be carried along. Tokens that fill no window are left out.
/// </summary>
public sealed class TextBatches
{
    private readonly int[] tokens;
    private readonly int length;

    /// <param name="part">what to call the tokens in a message.</param>
    /// <exception cref="DataException">there are too few tokens for one window (NAS7014)</exception>
    public TextBatches(int[] tokens, int streams, int steps, string part)
    {
        (this.tokens, Streams, Steps) = (tokens, streams, steps);
        length = tokens.Length / streams;
        Windows = (length - 1) / steps;
        if (Windows < 1)
        {
            throw TextCorpus.TooLittle(
                FormattableString.Invariant(
                    $"the {part} has {tokens.Length} tokens: {streams} streams of {steps} steps need {streams * (steps + 1L)}"),
                "take a smaller batch, or a longer text");
        }
    }

    public int Streams { get; }

    public int Steps { get; }

    /// <summary>How many windows one pass has.</summary>
    public int Windows { get; }

    /// <summary>For measuring: at most <paramref name="streams"/> and at most ten, fewer where the text is short.</summary>
    public static TextBatches ForEvaluation(int[] tokens, int streams, int steps, string part) =>
        new(tokens, Math.Clamp(tokens.Length / (steps + 1), 1, Math.Min(streams, 10)), steps, part);

    /// <summary>The windows in order.</summary>
    public IEnumerable<TextBatch> All() => Enumerable.Range(0, Windows).Select(Window);

    /// <summary>The window of that place.</summary>
    public TextBatch Window(int index)
    {
        var (inputs, targets) = (new long[Streams * Steps], new long[Streams * Steps]);
        for (var i = 0; i < inputs.Length; i++)
        {
            var at = i / Steps * length + index * Steps + i % Steps;
            (inputs[i], targets[i]) = (tokens[at], tokens[at + 1]);
        }
        return new TextBatch(inputs, targets, Streams);
    }
}

/// <summary>A window of each stream, row by row, and the token that comes after each.</summary>
public sealed record TextBatch(long[] Tokens, long[] Next, int Streams)
{
    /// <summary>The tokens as an int64 tensor [streams, steps].</summary>
    public Tensor Inputs(Device device) => tensor(Tokens, [Streams, Tokens.Length / Streams], device: device);

    /// <summary>The next tokens as an int64 tensor [streams * steps].</summary>
    public Tensor Targets(Device device) => tensor(Next, device: device);
}
