namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor WrongKind = Error(
        "NAS3001",
        "wrong kind of value",
        "A number, a tensor, an operation, a list are different things, and this place takes one kind only. `sep_conv(3)` is "
        + "an operation; `x |> sep_conv(3)` is a tensor.",
        "network N(x: [3, 8, 8]) { output x |> conv(x, 3) }",
        Net);

    public static readonly DiagnosticDescriptor NotAnOperation = Error(
        "NAS3002",
        "not an operation",
        "What stands behind `|>`, on either side of `>>`, and as an item of `chain`, is an operation.",
        "network N(x: [3, 8, 8]) { output x |> 3 }",
        Net);

    public static readonly DiagnosticDescriptor WrongInputCount = Error(
        "NAS3003",
        "wrong number of tensors",
        "The operation takes another number of tensors. Several are applied as `(a, b) |> op`.",
        "network N(x: [3, 8, 8]) { output (x, x) |> relu |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output (x, x) |> add |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor AlternativeShapesDiffer = Error(
        "NAS3004",
        "alternatives with different shapes",
        "The parts of a `blend` are mixed, so each must give a tensor of the same shape. The alternatives of a `choose` need not.",
        "network N(x: [3, 8, 8]) { output x |> blend { a = conv(8, 3), b = conv(16, 3) } }",
        "network N(x: [3, 8, 8]) { output x |> blend { a = conv(8, 3), b = conv(8, 5) } }");

    public static readonly DiagnosticDescriptor OutOfRange = Error(
        "NAS3005",
        "value out of range",
        "The argument or setting takes values from a range, which the message names.",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 0) }",
        Net);

    public static readonly DiagnosticDescriptor NotAnInteger = Error(
        "NAS3006",
        "not a whole number",
        "Channels, kernels, strides, counts and indices are whole numbers. A division that leaves a rest does not give one.",
        "network N(x: [3, 8, 8]) { output x |> conv(8 / 3, 3) }",
        "network N(x: [3, 8, 8]) { output x |> conv(9 / 3, 3) }");

    public static readonly DiagnosticDescriptor IndexOutOfRange = Error(
        "NAS3007",
        "index out of range",
        "Lists are counted from 0; -1 is the last element. In `nodes n[4] = ...` the list `n` holds the earlier nodes only, so it is "
        + "empty for the first; `nodes n[4] from x = ...` puts `x` into it.",
        "op F(x) { nodes n[2] = n[-1] |> relu output n[-1] }\nnetwork N(x: [3, 8, 8]) { output x |> F }",
        "op F(x) { nodes n[2] from x = n[-1] |> relu output n[-1] }\nnetwork N(x: [3, 8, 8]) { output x |> F }");

    public static readonly DiagnosticDescriptor DivisionByZero = Error(
        "NAS3008",
        "division by zero",
        "The divisor is zero.",
        "const K = 1 / 0\n" + Net,
        "const K = 1 / 2\n" + Net);

    public static readonly DiagnosticDescriptor ChooseTooMany = Error(
        "NAS3010",
        "more to choose than there is",
        "`choose k of` a list needs at least k elements, and k at least 1.",
        "network N(x: [3, 8, 8]) { output sum(choose 3 of [x, x |> relu]) |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output sum(choose 1 of [x, x |> relu]) |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor NothingToChoose = Error(
        "NAS3011",
        "nothing to choose from",
        "A choice needs an alternative at least.",
        "network N(x: [3, 8, 8]) { output x |> choose {} |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output x |> choose { relu, tanh } |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor NeedsStaticValue = Error(
        "NAS3012",
        "value must be known to the compiler",
        "Conditions of `if`, counts and indices decide what the program is, so they are computed from static parameters and "
        + "constants, never from tensors.",
        "network N(x: [3, 8, 8]) { output x |> if x then relu else tanh |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output x |> if 1 < 2 then relu else tanh |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor BadInputShape = Error(
        "NAS3013",
        "input without a shape",
        "A network's input says its shape, with whole numbers of at least 1: `image: [3, 32, 32]` is channels, height, width, "
        + "without the batch.",
        "network N(x) { output x |> conv(8, 3) }",
        Net);

    public static readonly DiagnosticDescriptor CellDecisionsDiffer = Error(
        "NAS3014",
        "a cell that decides differently in two places",
        "A `cell` makes its decisions once and shares them among all its uses, so each use must offer the same choices. What "
        + "the static parameters change here is which choices there are; or the uses stand in different alternatives, so that it "
        + "would depend on the use whether the decision exists. Declare two cells, or an `op`, whose decisions are "
        + "made afresh at every use.",
        "cell F(k)(x) { output sum(choose 1 of [x |> conv(3, 1 + 2 * i) for i in 0..k]) }\n"
        + "network N(x: [3, 8, 8]) { output x |> F(1) |> F(2) |> conv(8, 3) }",
        "op F(k)(x) { output sum(choose 1 of [x |> conv(3, 1 + 2 * i) for i in 0..k]) }\n"
        + "network N(x: [3, 8, 8]) { output x |> F(1) |> F(2) |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor TooLarge = Error(
        "NAS3015",
        "network too large",
        "The compiler builds at most 100,000 nodes and lists of at most 10,000 elements: a number is probably a typing error.",
        "op F(x) { nodes n[1000000] from x = n[-1] |> relu output n[-1] }\nnetwork N(x: [3, 8, 8]) { output x |> F }",
        "op F(x) { nodes n[10] from x = n[-1] |> relu output n[-1] }\nnetwork N(x: [3, 8, 8]) { output x |> F }");

    public static readonly DiagnosticDescriptor TimesOutsideChain = Error(
        "NAS3016",
        "`*` on an operation outside a chain",
        "`Normal(C) * 6` is six items of a `chain`. Elsewhere, `repeat(6) op` is one operation that applies `op` six times.",
        "network N(x: [3, 8, 8]) { output x |> relu * 2 |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output x |> repeat(2) relu |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor NetworkNeedsDefaults = Error(
        "NAS3017",
        "network parameter without a default",
        "The network that is searched is the one that the defaults of its parameters describe, so each has one.",
        "network N(C)(x: [3, 8, 8]) { output x |> conv(C, 3) }",
        "network N(C = 8)(x: [3, 8, 8]) { output x |> conv(C, 3) }");

    public static readonly DiagnosticDescriptor WrongArgumentCount = Error(
        "NAS3018",
        "wrong number of arguments",
        "The function takes another number of arguments.",
        "network N(x: [3, 8, 8]) { output x |> conv(round_channels(), 3) }",
        "network N(x: [3, 8, 8]) { output x |> conv(round_channels(17), 3) }");

    public static readonly DiagnosticDescriptor EmptyRange = Error(
        "NAS3019",
        "empty range",
        "A choice from a range takes a number between its first and its last, and here the last comes before the first.",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3) |> dropout(choose 0.5..0.1 step 0.1) }",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3) |> dropout(choose 0.1..0.5 step 0.1) }");

    public static readonly DiagnosticDescriptor UnderTwoConditions = Error(
        "NAS3020",
        "decision under two conditions",
        "A decision may lie inside one alternative, and that inside another one, and so on. This one would exist only where two "
        + "decisions that have nothing to do with each other both take certain alternatives. Make the decision "
        + "outside, bound to a name, and use it here.",
        "network N(x: [3, 8, 8]) {\n"
        + "  k = choose { 3, 5 }\n"
        + "  output x |> choose { a = if k == 3 then conv(8, choose { 1, 3 }) else conv(8, 5), b = conv(8, 3) }\n}",
        "network N(x: [3, 8, 8]) {\n"
        + "  k = choose { 3, 5 }\n  small = choose { 1, 3 }\n"
        + "  output x |> choose { a = if k == 3 then conv(8, small) else conv(8, 5), b = conv(8, 3) }\n}");

    public static readonly DiagnosticDescriptor TiedDecisionsDiffer = Error(
        "NAS3021",
        "tied choices that differ",
        "Choices `as` one name are one decision, so they offer the same alternatives.",
        "network N(x: [3, 8, 8]) {\n  a = x |> conv(8, choose { 3, 5 } as k)\n  output a |> conv(8, choose { 3, 7 } as k)\n}",
        "network N(x: [3, 8, 8]) {\n  a = x |> conv(8, choose { 3, 5 } as k)\n  output a |> conv(8, choose { 3, 5 } as k)\n}");

    public static readonly DiagnosticDescriptor SeveralOutputs = Error(
        "NAS3022",
        "several outputs where one is needed",
        "What follows, or the choice, takes one tensor, and this op or cell gives several. Apply it and take one of its outputs: "
        + "`y = x |> Two`, then `y.a` or `y[0]`.",
        "op Two(x) { output a = x, b = x |> relu }\nnetwork N(x: [3, 8, 8]) { output x |> (Two >> relu) |> conv(8, 3) }",
        "op Two(x) { output a = x, b = x |> relu }\nnetwork N(x: [3, 8, 8]) {\n  y = x |> Two\n  output y.b |> conv(8, 3)\n}");

    public static readonly DiagnosticDescriptor NoSuchOutput = Error(
        "NAS3023",
        "no output of this name",
        "The op or cell has no output of this name.",
        "op Two(x) { output a = x, b = x |> relu }\nnetwork N(x: [3, 8, 8]) {\n  y = x |> Two\n  output y.c |> conv(8, 3)\n}",
        "op Two(x) { output a = x, b = x |> relu }\nnetwork N(x: [3, 8, 8]) {\n  y = x |> Two\n  output y.b |> conv(8, 3)\n}");

    public static readonly DiagnosticDescriptor NotSupported = Error(
        "NAS5001",
        "not supported yet",
        "The language has this, and this version of the compiler cannot do it yet. It will not change its meaning when it can.",
        "network N(x: [3, 8, 8]) { output x |> uniform 1 of [relu, tanh] |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output x |> choose { relu, tanh } |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor NotCarriedOut = Warning(
        "NAS5002",
        "not carried out yet",
        "The program says how it is to be searched, and this version of the compiler cannot search that way. The network is "
        + "checked and compiled all the same. There are `darts`, `snas`, `gdas`, `proxylessnas`, `single_path` and `enas`, which train a supernet, "
        + "and of the strategies that evaluate architectures one by one `random`, `grid`, "
        + "`local`, `evolution`, `nsga2`, `reinforce`, `ppo`, `bayes`, `pnas`, `halving`, `hyperband`, `asha` and `bohb`; what is set for "
        + "another one is not checked. A single setting with this warning is passed over.",
        "network N(x: [3, 8, 8]) { output x |> choose { relu, tanh } |> conv(8, 3) }\nsearch ddpg { epochs = 5 }",
        "network N(x: [3, 8, 8]) { output x |> choose { relu, tanh } |> conv(8, 3) }\nsearch darts { epochs = 5 }");
}
