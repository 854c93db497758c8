using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`last_step` and `mean_steps`: `[steps, features]` to `[features]`.</summary>
internal sealed class Steps : Operation
{
    private readonly string template;

    private Steps(string name, string doc, string template) => (Name, Doc, this.template) = (name, doc, template);

    public static ImmutableArray<Operation> All { get; } =
    [
        new Steps("last_step", "The last step of a sequence, as a vector.", "{0}.select(1, -1)"),
        new Steps("mean_steps", "The mean over the steps of a sequence, as a vector.", "{0}.mean([1])"),
    ];

    public override string Name { get; }

    public override string Doc { get; }

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call) => call.Input.IsSequence
        ? new ResolvedOperation(new ArgumentList(), new Shape(call.Input.Channels))
        : call.Fail(Diagnose.NotASequence(call.Span, Name, call.Input));

    public override Emission EmissionOf(OperationLayer layer) =>
        new ExpressionEmission((_, x) => template.Replace("{0}", x[0], StringComparison.Ordinal));
}

/// <summary>`locked_dropout(rate)`: the same features set to zero at every step of a sequence (Gal and Ghahramani, 2016).</summary>
internal sealed class LockedDropout : Operation
{
    private static readonly HelperClass Helper = new("LockedDropout", """
        /// <summary>In training, sets features of a sequence [batch, steps, features] to zero, the same at every step.</summary>
        internal sealed class LockedDropout(double rate) : Module<Tensor, Tensor>(nameof(LockedDropout))
        {
            public override Tensor forward(Tensor input)
            {
                if (!training || rate == 0)
                    return input.alias();
                using var scope = NewDisposeScope();
                var kept = input.new_empty([input.size(0), 1, input.size(2)]).bernoulli_(1 - rate);
                return (input * kept / (1 - rate)).MoveToOuterDisposeScope();
            }
        }
        """);

    public override string Name => "locked_dropout";

    public override string Doc =>
        "In training, sets features of a sequence to zero with probability `rate`, the same ones at every step, and scales the rest up.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [new("rate", ParameterKind.Real, "Probability of zero, less than 1.", new RealArgument(0.5), Minimum: 0, Maximum: 0.999)];

    // It draws random numbers in training: calling it twice is not calling it once.
    public override OperationFacts Facts => OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call) => call.Input.IsSequence
        ? new ResolvedOperation(new ArgumentList(Argument("rate", call.Real("rate"))), call.Input)
        : call.Fail(Diagnose.NotASequence(call.Span, Name, call.Input));

    public override Emission EmissionOf(OperationLayer layer) =>
        new ModuleEmission("LockedDropout", a => $"new LockedDropout({a["rate"]})", Helper);
}
