namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor FileNotFound = Error(
        "NAS9001",
        "no such file",
        "The file does not exist. Relative paths start in the folder in which the command runs; that of an import, in the folder of "
        + "the file that imports.",
        "nasc check dats.nas",
        "nasc check darts.nas");

    public static readonly DiagnosticDescriptor FileIsFolder = Error(
        "NAS9002",
        "a folder where a file is expected",
        "A program is one file. To check all files of a folder let the shell list them.",
        "nasc check examples",
        "nasc check examples/*.nas");

    public static readonly DiagnosticDescriptor FileUnreadable = Error(
        "NAS9003",
        "file that cannot be read",
        "The operating system refuses to open or read the file.",
        "nasc check secret.nas",
        "nasc check mine.nas");

    public static readonly DiagnosticDescriptor FileTooLarge = Error(
        "NAS9004",
        "file too large",
        "A program has at most a few megabytes; this file is most likely something else, such as weights or data.",
        "nasc check weights.safetensors",
        "nasc check darts.nas");

    public static readonly DiagnosticDescriptor NotText = Error(
        "NAS9005",
        "file that is no UTF-8 text",
        "Programs and architecture files are UTF-8 text, with or without a byte order mark. The message names the first "
        + "byte that is not.",
        "nasc check model.zip",
        "iconv -f utf-16 -t utf-8 old.nas > new.nas && nasc check new.nas");

    public static readonly DiagnosticDescriptor EmptyFile = Error(
        "NAS9006",
        "empty file",
        "There is nothing in the file but white space.",
        "touch new.nas && nasc check new.nas",
        "echo 'network N(x: [8]) { output x |> linear(2) }' > new.nas && nasc check new.nas");

    public static readonly DiagnosticDescriptor WrongFileKind = Error(
        "NAS9008",
        "another kind of file",
        "The file's name says that it is something else than what this argument takes: an architecture (`.arch.json`) where "
        + "a program is expected, or the reverse.",
        "nasc check best.arch.json",
        "nasc arch validate darts.nas best.arch.json");

    public static readonly DiagnosticDescriptor CannotWrite = Error(
        "NAS9010",
        "cannot write",
        "The operating system refuses to write there. Files appear whole or not at all, so nothing half-written is left.",
        "nasc compile darts.nas -o /no/such/folder/darts.cs",
        "mkdir -p out && nasc compile darts.nas -o out/darts.cs");

    public static readonly DiagnosticDescriptor WouldOverwrite = Error(
        "NAS9011",
        "would overwrite files",
        "The folder already holds another run, or files that `nasc` did not write or that were changed since. They are kept "
        + "unless `--force` is given.",
        "nasc search darts.nas --data mnist --out runs/1 && nasc search darts.nas --data mnist --out runs/1",
        "nasc search darts.nas --data mnist --out runs/1 && nasc search darts.nas --data mnist --out runs/2");

    public static readonly DiagnosticDescriptor UnknownNetworkOption = Error(
        "NAS9012",
        "no such network in the file",
        "`--network` names a network that the file does not declare.",
        "nasc compile darts.nas --network Cifra",
        "nasc compile darts.nas --network Cifar");

    public static readonly DiagnosticDescriptor UnknownCell = Error(
        "NAS9013",
        "no such cell in the network",
        "`--cell` names a cell or op that the network does not use, or in which nothing can be drawn.",
        "nasc graph darts.nas --cell Norml",
        "nasc graph darts.nas --cell Normal");

    public static readonly DiagnosticDescriptor GraphvizMissing = Error(
        "NAS9014",
        "Graphviz is missing or failed",
        "Pictures are drawn by the program `dot` of Graphviz.",
        "nasc graph darts.nas --format svg",
        "apt-get install graphviz && nasc graph darts.nas --format svg");

    public static readonly DiagnosticDescriptor CannotEmit = Error(
        "NAS9015",
        "network that cannot be written as C#",
        "The network is valid, but it has a form for which TorchSharp has no module, such as more inputs or outputs than a "
        + "module takes.",
        "network N(a: [8], b: [8], c: [8], d: [8], e: [8], f: [8], g: [8]) { ... }",
        "network N(a: [8], b: [8]) { ... }");

    public static readonly DiagnosticDescriptor NotTrainable = Error(
        "NAS9016",
        "network that cannot be trained on images or text",
        "`nasc search` and `nasc train` feed one image [channels, height, width] and expect a vector with a value for each "
        + "class, or the tokens of a text and expect a value for each token at each step. A network of another form can be "
        + "compiled and trained by your own program.",
        "network N(x: [8]) { output x |> linear(10) }",
        "network N(image: [3, 32, 32]) { output image |> conv(8, 3) |> global_avg_pool |> linear(10) }");

    public static readonly DiagnosticDescriptor NoSuchArchitecture = Error(
        "NAS9017",
        "no architecture satisfies the constraints",
        "Among many architectures drawn at random none satisfies all constraints, or the search could not derive one that "
        + "does. Loosen the tightest of them; `nasc info` shows which share each cuts.",
        "constraint params(Cifar) <= 1K",
        "constraint params(Cifar) <= 3.5M");

    public static readonly DiagnosticDescriptor ViolatesConstraint = Error(
        "NAS9018",
        "architecture that violates a constraint",
        "The architecture fits the space, but the program asks for less (or more) than it has.",
        "nasc arch validate darts.nas huge.arch.json",
        "nasc arch validate darts.nas small.arch.json");

    public static readonly DiagnosticDescriptor ArchitectureNeeded = Error(
        "NAS9019",
        "architecture missing",
        "The network has decisions, so a child exists only for an architecture that makes them.",
        "nasc compile darts.nas --emit child",
        "nasc compile darts.nas --emit child --arch best.arch.json");

    public static readonly DiagnosticDescriptor SearchCollapsed = Warning(
        "NAS9020",
        "search collapsed to skips",
        "Most edges of the architecture are skip connections: a known failure of differentiable search, in which skips grow "
        + "stronger the longer the search lasts. Such a network is small and usually poor. Search for fewer epochs, or limit "
        + "the skips by a constraint.",
        "search darts { epochs = 400 }",
        "constraint count(skip_connect in Normal) <= 2");

    public static readonly DiagnosticDescriptor TooLargeToCount = Error(
        "NAS9021",
        "network too large",
        "The network's weights or multiply-accumulates do not fit 64 bits.",
        "nasc info darts.nas --set C=1G",
        "nasc info darts.nas --set C=36");

    public static readonly DiagnosticDescriptor TorchMissing = Error(
        "NAS9022",
        "libtorch is missing",
        "`nasc search` and `nasc train` compute with libtorch, which is not installed or cannot be loaded. Checking and "
        + "compiling work without it.",
        "nasc search darts.nas --data mnist --out runs/1",
        "build/setup.sh && nasc search darts.nas --data mnist --out runs/1");

    public static readonly DiagnosticDescriptor ViewerMissing = Error(
        "NAS9023",
        "pages of the viewer are missing",
        "`nasc view` and `nasc report` show pages that are bundled with npm when `nasc` is built. Without npm, or without a "
        + "network at that time, everything else works.",
        "nasc view darts.nas",
        "rm -f .nasdsl/viewer/failed && build/viewer.sh && nasc view darts.nas");

    public static readonly DiagnosticDescriptor CannotServe = Error(
        "NAS9024",
        "port cannot be used",
        "`nasc view` listens on 127.0.0.1, on a port that is free unless another one is asked for.",
        "nasc view darts.nas --port 80",
        "nasc view darts.nas");
}
