using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>Images ready for a network, and their classes.</summary>
/// <param name="Pixels">normalised values, N * C * H * W.</param>
public sealed record ImageBatch(float[] Pixels, long[] Labels, ImageShape Shape)
{
    public int Count => Labels.Length;

    /// <summary>The images as a tensor [N, C, H, W].</summary>
    public Tensor Images(Device device, ScalarType type) =>
        tensor(Pixels, [Count, Shape.Channels, Shape.Height, Shape.Width], dtype: type, device: device);

    /// <summary>The classes as an int64 tensor [N].</summary>
    public Tensor Targets(Device device) => tensor(Labels, device: device);
}
