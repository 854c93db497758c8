using System.Reflection;
using System.Runtime.CompilerServices;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Cli.Tests.Examples;

/// <summary>
/// What a network learns whose outputs are no class scores: from Fashion-MNIST images, each output is to give the image itself,
/// pooled or stretched to the output's size, in fixed random mixtures of its channels. Inputs get the image in the same way. The
/// loss is the mean squared error over all outputs, the optimizer Adam at 0.001, with 32 images a step.
/// </summary>
internal static class DenseTask
{
    public const string Name = "reconstruction of fashion-mnist (no `nasc train`)";

    private const int Batch = 32;
    private const long Seed = 1;

    public static List<double> Train(SearchSpace space, Architecture architecture)
    {
        var network = space.Network;
        var child = ArchitectureResolver.Resolve(space, architecture);
        var images = DatasetCatalog.Open("fashion-mnist").Train;
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed);
        manual_seed(Seed);
        var model = Model(space, child);
        Shape[] inputs = [.. network.Inputs.Select(i => i.Shape)], outputs = [.. child.Network.Outputs.Select(child.Network.ShapeOf)];
        var mixtures = inputs.Concat(outputs).Select(s => randn([s.Channels, 1, 1], generator: generator)).ToArray();
        using var optimizer = optim.Adam(model.parameters(), 0.001);
        var losses = new List<double>();
        var order = randperm(images.Count, generator: generator);
        for (var at = 0; at + Batch <= images.Count; at += Batch)
            losses.Add(Step(order.narrow(0, at, Batch)));
        return losses;

        double Step(Tensor chosen)
        {
            using var step = NewDisposeScope();
            var image = Pixels(images, chosen);
            var given = inputs.Select((s, i) => At(image, s) * mixtures[i]).ToArray();
            var results = Forward(model, given);
            var loss = results.Select((r, i) =>
                nn.functional.mse_loss(r, Target(image, outputs[i], mixtures[inputs.Length + i]))).Aggregate((a, b) => a + b);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }
    }

    /// <summary>The image at the size of a tensor; a vector gets its mean.</summary>
    private static Tensor At(Tensor image, Shape shape) => shape.Height <= image.size(2) && shape.Width <= image.size(3)
        ? nn.functional.adaptive_avg_pool2d(image, [shape.Height, shape.Width])
        : nn.functional.interpolate(image, [shape.Height, shape.Width]);

    private static Tensor Target(Tensor image, Shape shape, Tensor mixture) => shape.IsImage
        ? At(image, shape) * mixture
        : image.mean([1, 2, 3]).unsqueeze(1) * mixture.flatten();

    private static Tensor Pixels(DataSplit split, Tensor chosen)
    {
        var rows = chosen.data<long>().ToArray().Select(i => split.Image((int)i).ToArray().Select(p => p / 127.5f - 1).ToArray());
        return stack(rows.Select(r => tensor(r)).ToList()).view(Batch, split.Shape.Channels, split.Shape.Height, split.Shape.Width);
    }

    private static nn.Module Model(SearchSpace space, SearchSpace child)
    {
        var name = GeneratedNames.Child(space);
        var assembly = GeneratedAssembly.Compile(ChildEmitter.Emit(space, child, new EmitOptions()), name).Assembly;
        var type = Assert.Single(assembly.GetTypes(), t => t.Name == name);
        return Assert.IsAssignableFrom<nn.Module>(Activator.CreateInstance(type));
    }

    private static Tensor[] Forward(nn.Module model, Tensor[] inputs)
    {
        var result = model.GetType().GetMethod("forward")?.Invoke(model, BindingFlags.DoNotWrapExceptions, null, inputs, null);
        return result is ITuple tuple
            ? [.. Enumerable.Range(0, tuple.Length).Select(i => Assert.IsType<Tensor>(tuple[i]))]
            : [Assert.IsType<Tensor>(result)];
    }
}
