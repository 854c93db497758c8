namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotationSyntax = Error(
        "NAS6030",
        "not in this notation",
        "The text does not follow the notation. docs/architectures.md shows an example of each.",
        "|skip_connect~0|+|skip_connect~0 none~1|",
        "|skip_connect~0|+|skip_connect~0|none~1|");

    public static readonly DiagnosticDescriptor NotationDoesNotFit = Error(
        "NAS6031",
        "space without this notation",
        "A notation was made for spaces of one form and cannot say what other spaces decide. The message says where this one "
        + "differs. An architecture of any space is kept in an architecture file.",
        "nasc arch export darts.nas best.arch.json --to nasbench201",
        "nasc arch export darts.nas best.arch.json --to darts");

    public static readonly DiagnosticDescriptor UnknownNotationOperation = Error(
        "NAS6032",
        "operation of a notation that the space does not have",
        "Operations are called as the alternatives of the space, or as the published one that means the same. Where they are "
        + "numbered, the help line lists the numbers.",
        "|nor_conv3x3~0|+...",
        "|nor_conv_3x3~0|+...");

    public static readonly DiagnosticDescriptor NotationCount = Error(
        "NAS6033",
        "too many or too few in a notation",
        "The text describes a network with more or fewer nodes, edges or layers than this space has.",
        "2221222",
        "22212220");

    public static readonly DiagnosticDescriptor NotationBit = Error(
        "NAS6034",
        "skip that is neither 0 nor 1",
        "Behind the operation of a layer stands a bit for each earlier tensor: 1 where it is added. A larger number is most likely "
        + "an operation, and a bit is missing before it.",
        "0 3 2 0 1 0",
        "0 3 0 2 0 1");

    public static readonly DiagnosticDescriptor NotationSkeleton = Error(
        "NAS6035",
        "architecture of another skeleton",
        "A TransNAS-Bench-101 string begins with the channels and modules of its network, and a mobile stage tells its stride and input "
        + "filters. They are no decisions of the space, so they must agree with the program, or be left out.",
        "32-41414-1_02_333",
        "64-41414-1_02_333");

    public static readonly DiagnosticDescriptor AmbiguousNotation = Error(
        "NAS6036",
        "which notation is meant",
        "The space has the form of several notations, so that one must be named.",
        "nasc arch export enas.nas best.arch.json",
        "nasc arch export enas.nas best.arch.json --to enas-micro");

    public static readonly DiagnosticDescriptor MobileField = Error(
        "NAS6037",
        "part of a mobile stage wrong, missing or given twice",
        "A stage is `r1_k3_s11_e1_i32_o16`: repeats, kernel, stride (the same digit twice), expansion, input and output filters, and where it "
        + "has them `se0.25` and `noskip`. Stride and input filters may be left out.",
        "r3_k5_s12_e3_o40",
        "r3_k5_s22_e3_o40");

    public static readonly DiagnosticDescriptor PyramidLevel = Error(
        "NAS6038",
        "level that a feature pyramid does not have, or has twice",
        "The first number of a merging cell is the level of its output, 3 to 7: level l is 2^l times smaller than the image. The last five cells "
        + "are the outputs of the pyramid, one for each level, and have a `*` behind them.",
        "(8,sum,1,3)",
        "(4,sum,1,3)");

    public static readonly DiagnosticDescriptor NotationCannotSay = Error(
        "NAS6039",
        "architecture that its notation cannot say",
        "The notation was made for winners and has no word for everything that its space contains: a list of mobile stages none for a "
        + "regular convolution or for a pooling beside a block, a list of merging cells none for a gate from the finer of two features.",
        "nasc arch export mnasnet.nas random.arch.json",
        "nasc arch import mnasnet.nas stages.txt -o winner.arch.json");
}
