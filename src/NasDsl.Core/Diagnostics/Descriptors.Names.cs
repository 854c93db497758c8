namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    private const string Net = "network N(x: [3, 8, 8]) { output x |> conv(8, 3) }";

    public static readonly DiagnosticDescriptor DuplicateDeclaration = Error(
        "NAS2001",
        "declared twice",
        "Every op, op set, cell, network and constant of a file has a name of its own.",
        "const K = 3\nconst K = 4\n" + Net,
        "const K = 3\nconst L = 4\n" + Net);

    public static readonly DiagnosticDescriptor UnknownName = Error(
        "NAS2002",
        "unknown name",
        "The name is neither a parameter, nor bound earlier in this body, nor declared in the file, nor an operation. A body "
        + "is read from top to bottom: a name can be used below its binding only.",
        "network N(x: [3, 8, 8]) { y = x |> conv(8, 3) output z }",
        "network N(x: [3, 8, 8]) { y = x |> conv(8, 3) output y }");

    public static readonly DiagnosticDescriptor UnknownOperation = Error(
        "NAS2003",
        "unknown operation",
        "There is no operation of this name in the catalog (`nasc ops` lists it) and the file declares none.",
        "network N(x: [3, 8, 8]) { output x |> cnov(8, 3) }",
        Net);

    public static readonly DiagnosticDescriptor UnknownArgument = Error(
        "NAS2004",
        "unknown argument",
        "The operation has no static parameter of this name.",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3, strides: 2) }",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3, stride: 2) }");

    public static readonly DiagnosticDescriptor MissingArgument = Error(
        "NAS2005",
        "missing argument",
        "A static parameter without a default must be given.",
        "network N(x: [3, 8, 8]) { output x |> conv(8) }",
        Net);

    public static readonly DiagnosticDescriptor TooManyArguments = Error(
        "NAS2006",
        "too many arguments",
        "There are more arguments than static parameters. Tensors are not arguments: they come by `|>`, or in a second "
        + "pair of parentheses.",
        "network N(x: [3, 8, 8]) { output x |> relu(1) }",
        "network N(x: [3, 8, 8]) { output x |> relu }");

    public static readonly DiagnosticDescriptor ArgumentGivenTwice = Error(
        "NAS2007",
        "argument given twice",
        "An argument is given once: by its place or by its name.",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3, kernel: 5) }",
        Net);

    public static readonly DiagnosticDescriptor PositionalAfterNamed = Error(
        "NAS2008",
        "argument without a name after one with a name",
        "Arguments without a name come first: behind a named one their place says nothing.",
        "network N(x: [3, 8, 8]) { output x |> conv(filters: 8, 3) }",
        "network N(x: [3, 8, 8]) { output x |> conv(8, kernel: 3) }");

    public static readonly DiagnosticDescriptor DuplicateParameter = Error(
        "NAS2009",
        "parameter declared twice",
        "The parameters of a declaration, static ones and tensors together, have names of their own.",
        "op F(k)(x, x) { output x |> conv(k, 3) }\n" + Net,
        "op F(k)(x, y) { output x + y |> conv(k, 3) }\n" + Net);

    public static readonly DiagnosticDescriptor NameBoundTwice = Error(
        "NAS2010",
        "name bound twice",
        "A name keeps its value: a body binds each name once, and not one of its parameters again. Decisions are called by "
        + "these names.",
        "op F(x) { y = x |> relu y = y |> tanh output y }\n" + Net,
        "op F(x) { y = x |> relu z = y |> tanh output z }\n" + Net);

    public static readonly DiagnosticDescriptor DuplicateEntry = Error(
        "NAS2011",
        "two entries of one name",
        "The entries of an op set are told apart by their names in architecture files and logs. An entry without a name is "
        + "called after its operation: give one of them a name.",
        "opset S { conv(8, 3), conv(8, 5) }\n" + Net,
        "opset S { small = conv(8, 3), large = conv(8, 5) }\n" + Net);

    public static readonly DiagnosticDescriptor CyclicDeclaration = Error(
        "NAS2012",
        "declaration that uses itself",
        "An op, op set, cell or constant may not use itself, directly or through others: the network would have no end.",
        "op F(x) { output x |> F }\n" + Net,
        "op F(x) { output x |> relu }\n" + Net);

    public static readonly DiagnosticDescriptor ShadowsOperation = Error(
        "NAS2013",
        "name of a catalog operation",
        "A declaration may not take the name of an operation of the catalog: what `conv` means must not depend on the file.",
        "op conv(x) { output x |> relu }\n" + Net,
        "op my_conv(x) { output x |> relu }\n" + Net);

    public static readonly DiagnosticDescriptor UnknownStrategy = Error(
        "NAS2014",
        "unknown strategy",
        "`search` names a strategy.",
        Net + "\nsearch dart { epochs = 5 }",
        "opset S { conv(8, 3), relu >> conv(8, 3) }\nnetwork N(x: [3, 8, 8]) { output x |> choose { a = conv(8, 3), b = conv(8, 5) } }\nsearch darts { epochs = 5 }");

    public static readonly DiagnosticDescriptor UnknownSetting = Error(
        "NAS2015",
        "unknown setting",
        "The strategy, optimizer or training has no setting of this name.",
        Net + "\ntrain N { epoch = 5 }",
        Net + "\ntrain N { epochs = 5 }");

    public static readonly DiagnosticDescriptor DuplicateSetting = Error(
        "NAS2016",
        "setting given twice",
        "A setting is given once.",
        Net + "\ntrain N { epochs = 5, epochs = 6 }",
        Net + "\ntrain N { epochs = 5 }");

    public static readonly DiagnosticDescriptor UnknownNetwork = Error(
        "NAS2017",
        "not a network",
        "`train` and constraints speak of a network declared in the file.",
        Net + "\ntrain M { epochs = 5 }",
        Net + "\ntrain N { epochs = 5 }");

    public static readonly DiagnosticDescriptor UnusedBinding = Warning(
        "NAS2018",
        "unused binding",
        "The value is computed by the program and by nobody used: it is left out of the network. Remove it, or use it.",
        "network N(x: [3, 8, 8]) { y = x |> conv(4, 3) output x |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { y = x |> conv(4, 3) output y |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor DuplicateBlock = Error(
        "NAS2019",
        "declared once too often",
        "A file has at most one `search`, and one `train` for each network.",
        Net + "\ntrain N { epochs = 5 }\ntrain N { epochs = 6 }",
        Net + "\ntrain N { epochs = 5 }");

    public static readonly DiagnosticDescriptor NoNetwork = Error(
        "NAS2020",
        "no network",
        "There is nothing to compile: a file that is compiled, searched or trained declares a `network`.",
        "const K = 3",
        "const K = 3\nnetwork N(x: [3, 8, 8]) { output x |> conv(8, K) }");

    public static readonly DiagnosticDescriptor ImportClash = Error(
        "NAS2021",
        "import that gives a name two meanings",
        "`import` makes the declarations of another file visible under their names, so they may not be those of this file, of "
        + "another import, or of an alias. With `as m` they are called `m.Name`, and only `m` must be free.",
        "// file cells.nas\nop Act(x) { output x |> relu }\n"
        + "// file main.nas\nimport \"cells.nas\"\nop Act(x) { output x |> tanh }\nnetwork N(x: [3, 8, 8]) { output x |> conv(8, 3) |> Act }",
        "// file cells.nas\nop Act(x) { output x |> relu }\n"
        + "// file main.nas\nimport \"cells.nas\" as cells\nop Act(x) { output x |> tanh }\n"
        + "network N(x: [3, 8, 8]) { output x |> conv(8, 3) |> Act |> cells.Act }");

    public static readonly DiagnosticDescriptor BadImport = Error(
        "NAS2022",
        "import that names no file",
        "An import names a file by its path from the folder of the file that imports, with `/` between folders on every system, so "
        + "that a program means the same wherever it lies.",
        "import \"parts\\\\cells.nas\"\n" + Net,
        "// file parts/cells.nas\nop Act(x) { output x |> relu }\n// file main.nas\nimport \"parts/cells.nas\"\n" + Net);

    public static readonly DiagnosticDescriptor ImportCircle = Error(
        "NAS2023",
        "file that imports itself",
        "A file may not import itself, directly or through others: put what both need into a third file.",
        "// file cells.nas\nimport \"main.nas\" as main\n// file main.nas\nimport \"cells.nas\"\n" + Net,
        "// file cells.nas\nop Act(x) { output x |> relu }\n// file main.nas\nimport \"cells.nas\"\n" + Net);

    public static readonly DiagnosticDescriptor NotInFile = Error(
        "NAS2024",
        "not declared in the imported file",
        "Behind the name that `as` gives an import stands a name that the file itself declares: an op, op set, cell or constant. What "
        + "that file imports is not visible, and its networks are programs of their own.",
        "// file cells.nas\nop Act(x) { output x |> relu }\n"
        + "// file main.nas\nimport \"cells.nas\" as cells\nnetwork N(x: [3, 8, 8]) { output x |> conv(8, 3) |> cells.Atc }",
        "// file cells.nas\nop Act(x) { output x |> relu }\n"
        + "// file main.nas\nimport \"cells.nas\" as cells\nnetwork N(x: [3, 8, 8]) { output x |> conv(8, 3) |> cells.Act }");
}
