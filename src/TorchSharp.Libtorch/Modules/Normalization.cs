using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the norms over a batch or an image share.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))] private Parameter? heldWeight;
    [ComponentName(Name = nameof(bias))] private Parameter? heldBias;
    [ComponentName(Name = nameof(running_mean))] private Tensor? heldMean;
    [ComponentName(Name = nameof(running_var))] private Tensor? heldVariance;
    [ComponentName(Name = nameof(num_batches_tracked))] private Tensor? heldCount;

    public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype, string name) : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = ones(num_features, dtype, device).AsParameter();
            bias = zeros(num_features, dtype, device).AsParameter();
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = tensor(0L, dtype, device);
        }
    }

    public long num_features { get; private set; }

    public double eps { get; set; }

    /// <summary>The part of a new batch in the running statistics; null weighs all batches alike.</summary>
    public double? momentum { get; set; }

    public bool affine { get; private set; }

    public bool track_running_stats { get; private set; }

    /// <summary>The factor of each feature; null without <see cref="affine"/>.</summary>
    public Parameter? weight
    {
        get => heldWeight;
        set => Hold(ref heldWeight, nameof(weight), value);
    }

    public Parameter? bias
    {
        get => heldBias;
        set => Hold(ref heldBias, nameof(bias), value);
    }

    public Tensor? running_mean
    {
        get => heldMean;
        set => HoldBuffer(ref heldMean, nameof(running_mean), value);
    }

    public Tensor? running_var
    {
        get => heldVariance;
        set => HoldBuffer(ref heldVariance, nameof(running_var), value);
    }

    public Tensor? num_batches_tracked
    {
        get => heldCount;
        set => HoldBuffer(ref heldCount, nameof(num_batches_tracked), value);
    }

    public void reset_running_stats()
    {
        running_mean?.zero_();
        running_var?.fill_(1);
        num_batches_tracked?.zero_();
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (weight is not null)
            nn.init.ones_(weight);
        if (bias is not null)
            nn.init.zeros_(bias);
    }

    protected abstract void ValidateInputDimensions(Tensor input);
}

/// <summary>
/// Normalizes each feature over the batch: in training with the batch's mean and variance, else with the running ones
/// (Ioffe and Szegedy 2015).
/// </summary>
public abstract class BatchNorm : NormBase
{
    public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var factor = momentum ?? 0;
        if (training && track_running_stats && num_batches_tracked is { } count)
        {
            count.add_(1);
            factor = momentum ?? 1 / count.ToDouble();
        }
        var useRunning = !training || track_running_stats;
        return nn.functional.batch_norm(input, useRunning ? running_mean : null, useRunning ? running_var : null, weight,
            bias, training || running_mean is null, factor, eps);
    }
}

/// <summary>Over [batch, features] or [batch, features, length].</summary>
public sealed class BatchNorm1d : BatchNorm
{
    internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim is not (2 or 3))
            throw new ArgumentException($"expected 2D or 3D input, but got {input.ndim}D input.");
    }
}

/// <summary>Over [batch, features, height, width].</summary>
public sealed class BatchNorm2d : BatchNorm
{
    internal BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim != 4)
            throw new ArgumentException($"expected 4D input, but got {input.ndim}D input.");
    }
}

/// <summary>Normalizes each feature of each image by itself.</summary>
public abstract class InstanceNorm : NormBase
{
    public InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        if (input.ndim != GetNumberOfBatchDimensions())
            return Normalized(input);
        using var batch = input.unsqueeze(0);
        using var normalized = Normalized(batch);
        return normalized.squeeze(0);
    }

    private Tensor Normalized(Tensor input) =>
        nn.functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats,
            momentum ?? 0, eps);
}

/// <summary>Over [batch, features, height, width] or [features, height, width].</summary>
public sealed class InstanceNorm2d : InstanceNorm
{
    internal InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d))
    {
    }

    protected override long GetNumberOfBatchDimensions() => 3;

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim is not (3 or 4))
            throw new ArgumentException($"expected 3D or 4D input, but got {input.ndim}D input.");
    }
}
