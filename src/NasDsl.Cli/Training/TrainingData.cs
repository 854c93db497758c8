using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>The images of a run, and the shape in which the network takes them.</summary>
internal sealed record TrainingData(ImageDataset Dataset, ImageShape Shape)
{
    /// <summary>Opens a data set for a network and says how its images are fitted to it.</summary>
    /// <exception cref="InputException">The network takes no images (NAS9016).</exception>
    /// <exception cref="DataException">The data set is missing, damaged or does not fit.</exception>
    public static TrainingData Load(Session session, SearchSpace space, string name)
    {
        var shape = ShapeOf(space);
        var isKnown = DatasetCatalog.Names.Contains(name);
        var dataset = DatasetCatalog.Open(isKnown ? name : session.Terminal.PathOf(name));
        if (new ImageFit(dataset.Shape, shape).FitNote is { } note)
            session.Note($"note: {note}");
        return new TrainingData(dataset, shape);
    }

    private static ImageShape ShapeOf(SearchSpace space)
    {
        var network = space.Network;
        if (network.Inputs is not [{ Shape: { IsImage: true } image }])
            throw NotTrainable("it must take one image [channels, height, width]");
        if (network.Outputs is not [var output] || network.ShapeOf(output).Rank != 1)
            throw NotTrainable("its output must be one vector with a value for each class");
        return new ImageShape((int)image.Channels, (int)image.Height, (int)image.Width);

        InputException NotTrainable(string problem) => new(Diagnose.NotTrainable(space.Name, problem));
    }
}
