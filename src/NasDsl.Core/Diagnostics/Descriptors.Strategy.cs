namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    private const string Choice = "network N(x: [3, 8, 8]) { output x |> choose { a = conv(8, 3), b = conv(8, 5) } }";

    private const string DagNetwork =
        "opset Vertex(C) { conv(C, 3), max_pool(3) }\n"
        + "network N(x: [3, 8, 8]) { output x |> dag(8, vertices: 4, edges: 5, ops: Vertex) }";

    public static readonly DiagnosticDescriptor UnsatisfiableConstraint = Error(
        "NAS4001",
        "constraint that nothing satisfies",
        "No architecture of the space satisfies the constraint: even the one that comes closest does not. A search would end "
        + "with nothing.",
        Choice + "\nconstraint params(N) <= 10",
        Choice + "\nconstraint params(N) <= 500");

    public static readonly DiagnosticDescriptor NotAConstraint = Error(
        "NAS4002",
        "not a constraint",
        "A constraint compares `params(N)`, `macs(N)` or `count(alternative in Cell)` with a number, by `<=`, `<`, `>=`, `>`, "
        + "`==` or `!=`.",
        Choice + "\nconstraint params(N)",
        Choice + "\nconstraint params(N) <= 500");

    public static readonly DiagnosticDescriptor AlternativeNotOffered = Error(
        "NAS4003",
        "no such alternative",
        "`count(a in Cell)` counts the decisions of a cell, or of a network, that take the alternative `a`. No decision there offers it.",
        Choice + "\nconstraint count(c in N) <= 1",
        Choice + "\nconstraint count(a in N) <= 1");

    public static readonly DiagnosticDescriptor CannotRelax = Error(
        "NAS4004",
        "choice that the strategy cannot relax",
        "A differentiable strategy keeps every alternative in the supernet and weighs them. That works where the parts are "
        + "added up. Parts that are concatenated or averaged cannot be weighed against one another: leaving one out would not be the "
        + "limit of a small weight.",
        "network N(x: [3, 8, 8]) { output concat(choose 1 of [x |> conv(4, 3), x |> conv(4, 5)]) }\nsearch darts { epochs = 5 }",
        "network N(x: [3, 8, 8]) { output sum(choose 1 of [x |> conv(4, 3), x |> conv(4, 5)]) }\nsearch darts { epochs = 5 }");

    public static readonly DiagnosticDescriptor NoSupernet = Error(
        "NAS4020",
        "graph that a supernet cannot hold",
        "The edges of a `dag` decide which tensors meet and how many channels each vertex has: its graphs share no weights that a "
        + "supernet could train for all of them. A strategy that evaluates one architecture at a time can search it.",
        DagNetwork + "\nsearch darts { epochs = 5 }",
        DagNetwork);

    public static readonly DiagnosticDescriptor UnknownMetric = Error(
        "NAS4030",
        "unknown metric",
        "An objective is computed from metrics: `accuracy` and `loss` on held-out data, `params` and `macs` of the child, "
        + "`latency(\"file.csv\")` from a table that `nasc profile` wrote, scores before training (`grad_norm`, `snip`, `grasp`, `synflow`, "
        + "`fisher`, `jacov`, `naswot`, `zen`), and `column(\"name\")` of the table given by `--table`.",
        Choice + "\nobjective maximize acuracy",
        Choice + "\nobjective maximize accuracy");

    public static readonly DiagnosticDescriptor NotAnObjective = Error(
        "NAS4031",
        "not an objective",
        "A goal is a number that depends on the architecture: metrics and constants, joined by `+`, `-`, `*`, `/`, `^`, `min` and `max`. What "
        + "must hold is a `constraint`.",
        Choice + "\nobjective maximize params <= 3M",
        Choice + "\nobjective minimize params");

    public static readonly DiagnosticDescriptor NoDirection = Error(
        "NAS4032",
        "goal without a direction",
        "Each goal of an objective begins with `maximize` or `minimize`.",
        Choice + "\nobjective accuracy",
        Choice + "\nobjective maximize accuracy");

    public static readonly DiagnosticDescriptor OneGoalOnly = Error(
        "NAS4033",
        "more goals than the strategy takes",
        "Most strategies need a single number to tell which of two architectures is better. `nsga2` finds the architectures that no other "
        + "one beats in every goal.",
        Choice + "\nobjective maximize accuracy, minimize params\nsearch evolution { samples = 50 }",
        Choice + "\nobjective maximize accuracy, minimize params\nsearch nsga2 { samples = 50 }");

    public static readonly DiagnosticDescriptor NothingToSearch = Error(
        "NAS4005",
        "nothing to search",
        "The network makes no decision, so there is one architecture only.",
        Net + "\nsearch darts { epochs = 5 }",
        Choice + "\nsearch darts { epochs = 5 }");

    public static readonly DiagnosticDescriptor WrongSettingValue = Error(
        "NAS4006",
        "wrong kind of setting",
        "The setting takes another kind of value: a number, a learning rate, an optimizer such as "
        + "`sgd(lr: cosine(0.025, 0.001), momentum: 0.9)`, or a list of augmentations.",
        Choice + "\nsearch darts { weights = 0.025 }",
        Choice + "\nsearch darts { weights = sgd(lr: 0.025) }");

    public static readonly DiagnosticDescriptor UnknownOptimizer = Error(
        "NAS4007",
        "unknown optimizer, schedule or augmentation",
        "Optimizers are `sgd`, `adam` and `adamw`; a learning rate is a number or `cosine(from, to)`; augmentations are "
        + "`random_crop(pad)`, `flip` and `cutout(length)`.",
        Choice + "\nsearch darts { weights = sdg(lr: 0.025) }",
        Choice + "\nsearch darts { weights = sgd(lr: 0.025) }");

    public static readonly DiagnosticDescriptor AuxiliaryNeedsChain = Error(
        "NAS4008",
        "auxiliary tower without a chain",
        "The auxiliary tower hangs on the first item of a `chain` that has the chain's final resolution. A network without a "
        + "chain of images, or with one whose items take different numbers of tensors, has no such place.",
        Net + "\ntrain N { auxiliary = 0.4 }",
        Net + "\ntrain N { epochs = 5 }");

    public static readonly DiagnosticDescriptor CannotWeigh = Error(
        "NAS4009",
        "choice without a mixture",
        "A differentiable strategy adds up the alternatives of a choice, each times a weight. Tensors of different shapes cannot be "
        + "added, an order of a list and a real number have no mixture, and parts that are there or not have no share.",
        "network N(x: [3, 8, 8]) { output x |> conv(choose 8..16 step 8, 3) |> global_avg_pool |> linear(5) }\nsearch darts { epochs = 5 }",
        "network N(x: [3, 8, 8]) { output x |> conv(8, choose { 3, 5 }) |> global_avg_pool |> linear(5) }\nsearch darts { epochs = 5 }");

    public static readonly DiagnosticDescriptor NotASupernet = Error(
        "NAS4010",
        "space that has no supernet",
        "In a supernet all architectures share weights: the first channels and features, the centre of a kernel. An operation whose "
        + "weights cannot be divided so, an argument that is a real number, or a concatenation of parts that may be missing followed by "
        + "an operation that makes something of their zeros, has no such supernet. Each architecture by itself can still be compiled.",
        "nasc compile n.nas --emit supernet, of `x |> conv(choose 8..16 step 8, 3) |> group_norm(4)`",
        "nasc compile n.nas --emit supernet, of `x |> conv(choose 8..16 step 8, 3) |> bn`");

    public static readonly DiagnosticDescriptor FalseConstraint = Error(
        "NAS4011",
        "constraint that is false",
        "A constraint that names no property of a network is a statement about the constants of the file. It is checked when the "
        + "file is, and this one does not hold: a constant or the statement is wrong.",
        "const ALPHA = 2\nconst BETA = 1.1\n" + Choice + "\nconstraint ALPHA * BETA ^ 2 ~= 2",
        "const ALPHA = 1.6\nconst BETA = 1.1\n" + Choice + "\nconstraint ALPHA * BETA ^ 2 ~= 2");
}
