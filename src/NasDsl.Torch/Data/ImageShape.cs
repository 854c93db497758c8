namespace NasDsl.Torch;

/// <summary>The shape [C, H, W] of one image: channels, height and width in pixels.</summary>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Pixels of one channel.</summary>
    public int Area => Height * Width;

    /// <summary>Values of one image, C * H * W.</summary>
    public int Size => Channels * Area;

    public override string ToString() => $"[{Channels}, {Height}, {Width}]";
}
