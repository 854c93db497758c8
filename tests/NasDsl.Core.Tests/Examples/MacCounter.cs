namespace NasDsl.Tests.Examples;

/// <summary>
/// Counts the multiply-accumulates that this thread really does, from the tensors that its operators get: none of the
/// compiler's formulas has a part in it.
/// </summary>
internal sealed partial class MacCounter
{
    public long Macs { get; private set; }

    /// <summary>Starts to count; null where TorchSharp's operators cannot be observed.</summary>
    public static MacCounter? Start()
    {
        MacCounter? counter = null;
        Create(ref counter);
        return counter;
    }

    /// <summary>Counts no more.</summary>
    public void Stop() => Detach();

    static partial void Create(ref MacCounter? counter);

    partial void Detach();
}
