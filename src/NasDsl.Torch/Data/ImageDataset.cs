namespace NasDsl.Torch;

/// <summary>A data set for image classification: training and test images of one shape, in <c>Classes</c> classes.</summary>
public sealed record ImageDataset(string Name, int Classes, DataSplit Train, DataSplit Test)
{
    /// <summary>The shape [C, H, W] of every image.</summary>
    public ImageShape Shape => Train.Shape;
}
