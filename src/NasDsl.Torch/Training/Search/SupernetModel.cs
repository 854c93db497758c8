using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>A supernet: images [N, C, H, W] to logits [N, classes], or tokens [N, steps] to logits
/// [N, steps, vocabulary], and its relaxed decisions.</summary>
/// <param name="Alphas">
/// by decision; the last dimension of each runs over the decision's alternatives. They are among the network's
/// parameters, told apart by their handles.
/// </param>
/// <param name="ForwardFrom">carries the states of recurrent layers along, where the network has any.</param>
public sealed record SupernetModel(
    Module<Tensor, Tensor> Network, IReadOnlyDictionary<string, Parameter> Alphas, StatefulForward? ForwardFrom = null)
{
    /// <summary>How single paths are computed; null for a network that always computes all.</summary>
    public SupernetPaths? Paths { get; init; }


    /// <exception cref="TrainingException">there is no decision (NAS7204)</exception>
    internal static void ExpectAlphas(SupernetModel supernet)
    {
        if (supernet.Alphas.Count == 0)
        {
            throw new TrainingException(
                TrainingException.NothingToSearch, "the network has no decision to search", "train it instead, or add a `choose`");
        }
    }

    /// <summary>The network's parameters that are not alphas.</summary>
    public IReadOnlyList<Parameter> Weights()
    {
        var alphas = Alphas.Values.Select(alpha => alpha.Handle).ToHashSet();
        return [.. Network.parameters().Where(parameter => !alphas.Contains(parameter.Handle))];
    }

    /// <summary>
    /// The same supernet on a device. Moving a module may replace its parameters, so the alphas are looked up again
    /// by their names in the network.
    /// </summary>
    public SupernetModel On(Device device)
    {
        var names = Network.named_parameters().ToDictionary(item => item.parameter.Handle, item => item.name);
        var decisions = Alphas.ToDictionary(item => item.Key, item => names[item.Value.Handle]);
        Network.to(device);
        var moved = Network.named_parameters().ToDictionary(item => item.name, item => item.parameter);
        return this with { Alphas = decisions.ToDictionary(item => item.Key, item => moved[item.Value]) };
    }

    /// <summary>Every decision's alphas as numbers, row by row.</summary>
    public IReadOnlyDictionary<string, double[]> AlphaValues()
    {
        using var scope = NewDisposeScope();
        return Alphas.ToDictionary(
            item => item.Key, item => item.Value.detach().to(ScalarType.Float64).cpu().data<double>().ToArray());
    }
}

/// <summary>The ways in which a supernet computes less than everything.</summary>
/// <param name="Take">computes one architecture: the labels taken, by decision.</param>
/// <param name="Weigh">
/// lets the alternatives of a decision count by weights [alternatives] from outside; only those of the places given are
/// computed, null for all. The weights must live until the release.
/// </param>
/// <param name="Release">computes all alternatives by their own weights again.</param>
/// <param name="Counts">how many alternatives are taken, least and most, of each decision that does not take one.</param>
public sealed record SupernetPaths(
    Action<IReadOnlyDictionary<string, string[]>> Take,
    Action<string, Tensor, int[]?> Weigh,
    Action Release,
    IReadOnlyDictionary<string, (int Minimum, int Maximum)> Counts);
