using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>Images ready for a network, and their classes.</summary>
/// <param name="Pixels">normalised values, N * C * H * W.</param>
public sealed record ImageBatch(float[] Pixels, long[] Labels, ImageShape Shape)
{
    public int Count => Labels.Length;

    /// <summary>
    /// The images as a tensor [N, C, H, W], its values channels-last in memory: convolutions and poolings keep the layout
    /// of their input, and libtorch's are several times faster in this one on a CPU.
    /// </summary>
    public Tensor Images(Device device, ScalarType type)
    {
        using var images = tensor(Pixels, [Count, Shape.Channels, Shape.Height, Shape.Width], dtype: type, device: device);
        using var rows = images.permute(0, 2, 3, 1);
        using var dense = rows.contiguous();
        return dense.permute(0, 3, 1, 2);
    }

    /// <summary>The classes as an int64 tensor [N].</summary>
    public Tensor Targets(Device device) => tensor(Labels, device: device);
}
