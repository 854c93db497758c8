using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>Functions of one tensor, element by element: one line each.</summary>
internal sealed class Pointwise : Operation
{
    private readonly string template;
    private readonly ModuleEmission? module;

    private Pointwise(
        string name,
        string doc,
        string template,
        string? module = null,
        OperationFacts facts = OperationFacts.None)
    {
        (Name, Doc, this.template) = (name, doc, template);
        this.module = module is null ? null : new ModuleEmission(module, _ => $"{module}()");
        Facts = facts | OperationFacts.Pointwise;
    }

    public static ImmutableArray<Operation> All { get; } =
    [
        new Pointwise("identity", "The input itself.", "{0}", facts: OperationFacts.Identity | OperationFacts.Linear),
        new Pointwise("id", "The input itself.", "{0}", facts: OperationFacts.Identity | OperationFacts.Linear),
        new Pointwise("relu", "The larger of x and 0.", "functional.relu({0})", "ReLU"),
        new Pointwise("relu6", "x between 0 and 6.", "functional.relu6({0})", "ReLU6"),
        new Pointwise("sigmoid", "1 / (1 + exp(-x)).", "{0}.sigmoid()", "Sigmoid"),
        new Pointwise("tanh", "The hyperbolic tangent.", "{0}.tanh()", "Tanh"),
        new Pointwise("silu", "x times its sigmoid.", "functional.silu({0})", "SiLU"),
        new Pointwise("swish", "x times its sigmoid: another name of silu.", "functional.silu({0})", "SiLU"),
        new Pointwise("gelu", "x times the normal distribution function of x.", "functional.gelu({0})", "GELU"),
        new Pointwise("hard_swish", "x times relu6(x + 3) / 6.", "functional.hardswish({0})", "Hardswish"),
        new Pointwise("hard_sigmoid", "relu6(x + 3) / 6.", "functional.hardsigmoid({0})", "Hardsigmoid"),
        new Pointwise("elu", "x, or exp(x) - 1 below 0.", "functional.elu({0}, 1)", "ELU"),
        new Pointwise("leaky_relu", "x, or a hundredth of x below 0.", "functional.leaky_relu({0})", "LeakyReLU"),
        new Pointwise("softplus", "log(1 + exp(x)).", "functional.softplus({0})", "Softplus"),
        new Pointwise("neg", "-x.", "{0}.neg()", facts: OperationFacts.Linear),
        new Pointwise("abs", "The absolute value.", "{0}.abs()"),
        new Pointwise("square", "x squared.", "{0}.square()"),
        new Pointwise("cube", "x cubed.", "{0}.pow(3)"),
        new Pointwise("sqrt", "The square root; of a negative value, not a number.", "{0}.sqrt()"),
        new Pointwise("exp", "The exponential function.", "{0}.exp()"),
        new Pointwise("log_abs", "The logarithm of the absolute value.", "{0}.abs().log()"),
        new Pointwise("sin", "The sine.", "{0}.sin()"),
        new Pointwise("cos", "The cosine.", "{0}.cos()"),
        new Pointwise("sinh", "The hyperbolic sine.", "{0}.sinh()"),
        new Pointwise("cosh", "The hyperbolic cosine.", "{0}.cosh()"),
        new Pointwise("asinh", "The inverse hyperbolic sine.", "{0}.asinh()"),
        new Pointwise("atan", "The arc tangent.", "{0}.atan()"),
        new Pointwise("sinc", "sin(pi x) / (pi x), 1 at 0.", "{0}.sinc()"),
        new Pointwise("min0", "The smaller of x and 0.", "{0}.clamp_max(0)"),
        new Pointwise("gauss", "exp(-x^2).", "{0}.square().neg().exp()"),
        new Pointwise("erf", "The error function.", "{0}.erf()"),
        new Pointwise("stop_gradient", "x, through which no gradient passes back.", "{0}.detach()"),
        new Pointwise("stop_forward", "Zero, through which the gradient passes as through x.", "{0}.sub({0}.detach())"),
    ];

    public override string Name { get; }

    public override string Doc { get; }

    public override OperationFacts Facts { get; }

    public override bool TakesTokens => (Facts & OperationFacts.Identity) != 0;

    public override ResolvedOperation? Resolve(OperationCall call) => new(new ArgumentList(), call.Input);

    public override BackwardNeeds NeedsOf(OperationLayer layer) =>
        Name is "relu" or "sigmoid" or "tanh" or "exp" or "sqrt" ? new BackwardNeeds(Input: false, Output: true) : base.NeedsOf(layer);

    public override Emission EmissionOf(OperationLayer layer) => (Facts & OperationFacts.Identity) != 0
        ? new PassThroughEmission()
        : new ExpressionEmission((_, x) => template.Replace("{0}", x[0], StringComparison.Ordinal), module);
}
