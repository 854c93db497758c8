using System.Collections.Concurrent;
using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>Modules that hold several candidates.</summary>
internal static partial class HelperClasses
{
    private static readonly ConcurrentDictionary<(int Inputs, bool IsOpen), HelperClass> mixedOps = [];

    /// <summary>A relaxed choice over <paramref name="inputs"/> tensors.</summary>
    /// <param name="isOpen">Whether the optimizer's code may look inside.</param>
    public static HelperClass MixedOp(int inputs, bool isOpen) =>
        mixedOps.GetOrAdd((inputs, isOpen), static key => NewMixedOp(key.Inputs, key.IsOpen));

    private static HelperClass NewMixedOp(int inputs, bool isOpen)
    {
        var (name, type, parameters, arguments) = Signature("MixedOp", inputs);
        var open = isOpen
            ? $"/// <summary>Whether only some alternatives are computed.</summary>\n    public bool IsTaken => decision.IsPartial;\n\n"
                + $"    public Tensor Weights => decision.Weights;\n\n    public {type} this[int alternative] => candidates[alternative];\n\n    "
            : "";
        return new HelperClass(name, $$"""
            /// <summary>A relaxed choice: the sum of all candidates, each times the weight of its alternative.</summary>
            internal sealed class {{name}} : {{type}}
            {
                private readonly Decision decision;
                private readonly ModuleList<{{type}}> candidates;

                public {{name}}(Decision decision, params {{type}}[] candidates)
                    : base(nameof({{name}}))
                {
                    this.decision = decision;
                    this.candidates = ModuleList(candidates);
                    RegisterComponents();
                }

                {{open}}public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    if (decision.Index is { } taken)
                        return candidates[taken].forward({{arguments}}).MoveToOuterDisposeScope();
                    var (weights, computed) = (decision.Weights, decision.Computed);
                    var sum = weights[computed[0]] * candidates[computed[0]].forward({{arguments}});
                    foreach (var i in computed.Skip(1))
                        sum = sum + weights[i] * candidates[i].forward({{arguments}});
                    return sum.MoveToOuterDisposeScope();
                }
            }
            """);
    }

    /// <summary>A choice over <paramref name="inputs"/> tensors some of whose alternatives are one module, or cannot be.</summary>
    public static HelperClass SharedOp(int inputs)
    {
        var (name, type, parameters, arguments) = Signature("SharedOp", inputs);
        return new HelperClass(name, $$"""
            /// <summary>A choice in which several alternatives may be the same module.</summary>
            internal sealed class {{name}} : {{type}}
            {
                private readonly Decision decision;
                private readonly int[] places;
                private readonly ModuleList<{{type}}> candidates;

                /// <param name="places">For each alternative which candidate it is; -1 for one that cannot be here.</param>
                public {{name}}(Decision decision, int[] places, params {{type}}[] candidates)
                    : base(nameof({{name}}))
                {
                    this.decision = decision;
                    this.places = places;
                    this.candidates = ModuleList(candidates);
                    RegisterComponents();
                }

                public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    if (decision.Index is { } taken)
                        return candidates[Math.Max(0, places[taken])].forward({{arguments}}).MoveToOuterDisposeScope();
                    var (weights, computed) = (decision.Weights, decision.Computed);
                    var results = computed.Select(i => Math.Max(0, places[i])).Distinct()
                        .ToDictionary(place => place, place => candidates[place].forward({{arguments}}));
                    var sum = weights[computed[0]] * results[Math.Max(0, places[computed[0]])];
                    foreach (var i in computed.Skip(1))
                        sum = sum + weights[i] * results[Math.Max(0, places[i])];
                    return sum.MoveToOuterDisposeScope();
                }
            }
            """);
    }

    /// <summary>A learned mixture of layers over <paramref name="inputs"/> tensors.</summary>
    public static HelperClass Blend(int inputs)
    {
        var (name, type, parameters, arguments) = Signature("Blend", inputs);
        return new HelperClass(name, $$"""
            /// <summary>A learned mixture: the sum of all parts, each times its share, the softmax of a weight that is trained.</summary>
            internal sealed class {{name}} : {{type}}
            {
                private readonly Parameter weights;
                private readonly ModuleList<{{type}}> parts;

                public {{name}}(params {{type}}[] parts)
                    : base(nameof({{name}}))
                {
                    weights = Parameter(zeros(parts.Length));
                    this.parts = ModuleList(parts);
                    RegisterComponents();
                }

                public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    var shares = weights.softmax(0);
                    var sum = shares[0] * parts[0].forward({{arguments}});
                    for (var i = 1; i < parts.Count; i++)
                        sum = sum + shares[i] * parts[i].forward({{arguments}});
                    return sum.MoveToOuterDisposeScope();
                }
            }
            """);
    }
}
