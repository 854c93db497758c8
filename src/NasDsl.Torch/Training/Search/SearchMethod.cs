namespace NasDsl.Torch;

/// <summary>How a supernet is searched, with its settings.</summary>
public abstract record SearchMethod
{
    internal abstract SupernetStrategy Create(SupernetModel model, SearchSettings settings);

    internal virtual void Validate()
    {
    }
}

/// <summary>A number that moves over the epochs.</summary>
/// <param name="IsExponential">by the same factor after each epoch; otherwise by the same difference.</param>
public sealed record Temperature(double From, double To, bool IsExponential = false)
{
    /// <summary>In epoch <paramref name="epoch"/>, counted from 0; the last of the epochs has the last value.</summary>
    public double At(int epoch, int epochs)
    {
        var share = epochs > 1 ? (double)epoch / (epochs - 1) : 0;
        return IsExponential ? From * Math.Pow(To / From, share) : From + (To - From) * share;
    }

    internal void Validate() =>
        Settings.Require(From > 0 && To > 0, "temperature", "more than 0", Math.Min(From, To));
}

/// <summary>DARTS (Liu, Simonyan and Yang, 2019).</summary>
/// <param name="Order">1: the architecture gradient at the current weights; 2: through one virtual step of the weights.</param>
public sealed record DartsMethod(int Order = 1) : SearchMethod
{
    internal override SupernetStrategy Create(SupernetModel model, SearchSettings settings) =>
        new DartsStrategy(model, settings, Order);

    internal override void Validate() => Settings.Require(Order is 1 or 2, "order", "1 or 2", Order);
}

/// <summary>SNAS (Xie, Zheng, Liu and Lin, 2019): weights and alphas descend the loss of one relaxed sample together.</summary>
public sealed record SnasMethod(Temperature Temperature) : SearchMethod
{
    internal override SupernetStrategy Create(SupernetModel model, SearchSettings settings) =>
        new SnasStrategy(model, settings, Temperature);

    internal override void Validate() => Temperature.Validate();
}

/// <summary>GDAS (Dong and Yang, 2019): one sampled path is computed, its gradient is that of the relaxed sample.</summary>
public sealed record GdasMethod(Temperature Temperature) : SearchMethod
{
    internal override SupernetStrategy Create(SupernetModel model, SearchSettings settings) =>
        new GdasStrategy(model, settings, Temperature);

    internal override void Validate() => Temperature.Validate();
}

/// <summary>ProxylessNAS (Cai, Zhu and Han, 2019): weights are trained on one sampled path, alphas on two that compete.</summary>
/// <param name="WarmUp">so many of the epochs at the beginning train weights only, on evenly drawn paths.</param>
/// <param name="Every">steps of the weights before one of the alphas.</param>
public sealed record ProxylessMethod(int WarmUp = 40, int Every = 5) : SearchMethod
{
    internal override SupernetStrategy Create(SupernetModel model, SearchSettings settings) =>
        new ProxylessStrategy(model, settings, WarmUp, Every);

    internal override void Validate()
    {
        Settings.Require(WarmUp >= 0, "warm_up", "0 or more", WarmUp);
        Settings.Require(Every > 0, "every", "1 or more", Every);
    }
}
