using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Jacobian covariance (Mellor, Turner, Storkey and Crowley, "Neural architecture search without training", first version, 2020): with
/// eigenvalues l_i of the correlations between the gradients of the summed outputs by the input, one gradient for each example,
/// -sum_i (log(l_i + k) + 1 / (l_i + k)), k = 1e-5.
/// </summary>
public sealed class JacovScore : ZeroCostScore
{
    private const double K = 1e-5;

    public override string Name => "jacov";

    public override bool NeedsImages => true;

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        var inputs = batch.Inputs.detach().clone().requires_grad_(true);
        var gradient = Gradients(network.Network.call(inputs).sum(), [inputs])[0];
        var rows = gradient.to(ScalarType.Float64).reshape(inputs.shape[0], -1);
        var centred = rows - rows.mean([1], keepdim: true);
        var unit = centred / centred.pow(2).sum(1, keepdim: true).sqrt();
        var correlations = SymmetricMatrix.Of(unit.matmul(unit.t()));
        return -correlations.Eigenvalues().Sum(l => Math.Log(l + K) + 1 / (l + K));
    }
}

/// <summary>
/// NASWOT (Mellor, Turner, Storkey and Crowley, "Neural architecture search without training", 2021): log |det K|, where K_ij is the number of
/// rectified linear units that are both on or both off for the examples i and j.
/// </summary>
public sealed class NaswotScore : ZeroCostScore
{
    public override string Name => "naswot";

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var count = (int)batch.Inputs.shape[0];
        var kernel = new double[count, count];
        using (network.ObserveRectifiers(x => Add(kernel, x)))
            network.Network.call(batch.Inputs);
        var matrix = new SymmetricMatrix(kernel);
        return matrix.Eigenvalues().Sum(l => Math.Log(Math.Abs(l)));
    }

    private static void Add(double[,] kernel, Tensor input)
    {
        using var scope = NewDisposeScope();
        var on = input.gt(0).to(ScalarType.Float64).reshape(kernel.GetLength(0), -1);
        var off = 1 - on;
        var agree = (on.matmul(on.t()) + off.matmul(off.t())).data<double>().ToArray();
        for (var i = 0; i < kernel.GetLength(0); i++)
            for (var j = 0; j < kernel.GetLength(1); j++)
                kernel[i, j] += agree[i * kernel.GetLength(1) + j];
    }
}
