using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>How the program of a supernet's project says its strategy.</summary>
/// <param name="Method">The expression of it.</param>
/// <param name="Alphas">The optimizer of the alphas.</param>
/// <param name="Epochs">The expression of how many there are, warming up included.</param>
/// <param name="Before">A statement that it needs, on a line of its own; or nothing.</param>
internal sealed record ProjectSearch(string Method, OptimizerPlan Alphas, string Epochs = "epochs", string Before = "")
{
    /// <exception cref="EmitException">The strategy draws whole architectures, which the sources of a project do not.</exception>
    public static ProjectSearch Of(SupernetPlan plan) => plan switch
    {
        DartsPlan darts => new($"new DartsMethod({darts.Order})", darts.Alphas),
        SnasPlan snas => new($"new SnasMethod({Temperature(snas.Temperature)})", snas.Alphas),
        GdasPlan gdas => new($"new GdasMethod({Temperature(gdas.Temperature)})", gdas.Alphas),
        // A shorter search is warmed up for the same share of it.
        ProxylessPlan proxyless => new(
            $"new ProxylessMethod(warmUp, {proxyless.Every})", proxyless.Alphas, "epochs + warmUp",
            $"\n    var warmUp = (int)Math.Round({proxyless.WarmUp}.0 * epochs / {proxyless.Epochs});"),
        _ => throw new EmitException($"a project cannot search by `{plan.Name}`"),
    };

    private static string Temperature(TemperaturePlan plan) =>
        $"new Temperature({ProjectProgram.Real(plan.From)}, {ProjectProgram.Real(plan.To)}, IsExponential: "
        + $"{(plan.Schedule == ScheduleKind.Exponential ? "true" : "false")})";
}
