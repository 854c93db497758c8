namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor InvalidJson = Error(
        "NAS6001",
        "not JSON",
        "An architecture file is one JSON object, without comments and without anything after it.",
        """{ "network": "Cifar", }""",
        """{ "network": "Cifar", "decisions": {} }""");

    public static readonly DiagnosticDescriptor ArchitectureFileTooLarge = Error(
        "NAS6002",
        "file too large",
        "An architecture file holds one line for each decision; even the largest space needs far less than this file has. "
        + "It is most likely another kind of file.",
        "nasc compile cell.nas --emit child --arch weights.safetensors",
        "nasc compile cell.nas --emit child --arch best.arch.json");

    public static readonly DiagnosticDescriptor WrongJsonType = Error(
        "NAS6003",
        "wrong kind of value",
        "`network` and `fingerprint` are strings, `decisions` is an object. Within it, a choice of one alternative is a "
        + "string, a choice of several is a list of strings.",
        """{ "decisions": { "Normal.n[0].edges": "p" } }""",
        """{ "decisions": { "Normal.n[0].edges": ["p", "q"] } }""");

    public static readonly DiagnosticDescriptor UnknownArchitectureField = Error(
        "NAS6004",
        "unknown field",
        "An architecture file has the fields `network`, `fingerprint` and `decisions` and no others, so that a misspelled "
        + "one is not passed over in silence.",
        """{ "network": "Cifar", "decision": {} }""",
        """{ "network": "Cifar", "decisions": {} }""");

    public static readonly DiagnosticDescriptor MissingArchitectureField = Error(
        "NAS6005",
        "missing field",
        "An architecture file must say which `network` it is for and what its `decisions` are. The `fingerprint` may be "
        + "left out of a file written by hand.",
        """{ "decisions": {} }""",
        """{ "network": "Cifar", "decisions": {} }""");

    public static readonly DiagnosticDescriptor DuplicateJsonName = Error(
        "NAS6006",
        "given twice",
        "The same field or decision stands twice in the file. Which of the two holds would be a guess.",
        """{ "decisions": { "act": "relu", "act": "swish" } }""",
        """{ "decisions": { "act": "swish" } }""");

    public static readonly DiagnosticDescriptor OtherNetwork = Error(
        "NAS6007",
        "made for another network",
        "The file names another network than the one it is used with.",
        """{ "network": "ImageNet", "decisions": {} }""",
        """{ "network": "Cifar", "decisions": {} }""");

    public static readonly DiagnosticDescriptor OtherSpace = Error(
        "NAS6008",
        "made for another version of the space",
        "The fingerprint in the file was computed from other decisions than the program has now: since the file was "
        + "written, decisions or alternatives were added, removed, renamed or moved. Sizes such as `C: 36` and the order of "
        + "declarations do not count. Search again, mend the file by hand, or delete its `fingerprint` if the change is "
        + "meant and does not concern it.",
        """{ "network": "Cifar", "fingerprint": "0000000000000000", "decisions": {} }""",
        """{ "network": "Cifar", "decisions": {} }""");

    public static readonly DiagnosticDescriptor UnknownDecision = Error(
        "NAS6009",
        "unknown decision",
        "The space has no decision of this name. `nasc info` lists the decisions with their alternatives.",
        """{ "decisions": { "Normal.n[0].edg[p]": "skip_connect" } }""",
        """{ "decisions": { "Normal.n[0].edge[p]": "skip_connect" } }""");

    public static readonly DiagnosticDescriptor MissingDecisions = Error(
        "NAS6010",
        "decisions are missing",
        "An architecture takes an alternative for each decision that exists for it: the ones that lie inside no alternative, "
        + "and those inside the alternatives that it takes.",
        """{ "decisions": { "Normal.n[0].edges": ["p", "q"] } }""",
        """{ "decisions": { "Normal.n[0].edges": ["p", "q"], "Normal.n[0].edge[p]": "skip_connect", "Normal.n[0].edge[q]": "skip_connect" } }""");

    public static readonly DiagnosticDescriptor NoSuchAlternative = Error(
        "NAS6011",
        "unknown alternative",
        "The decision has no alternative of this name. `nasc info` lists the decisions with their alternatives.",
        """{ "decisions": { "Normal.n[0].edge[p]": "sep_conv3x3" } }""",
        """{ "decisions": { "Normal.n[0].edge[p]": "sep_conv_3x3" } }""");

    public static readonly DiagnosticDescriptor WrongChoiceCount = Error(
        "NAS6012",
        "too many or too few taken",
        "The decision says how many of its alternatives an architecture takes, for instance `choose 2 of`.",
        """{ "decisions": { "Normal.n[0].edges": ["p"] } }""",
        """{ "decisions": { "Normal.n[0].edges": ["p", "q"] } }""");

    public static readonly DiagnosticDescriptor AlternativeTakenTwice = Error(
        "NAS6013",
        "the same alternative twice",
        "A choice of several alternatives is a set: each can be taken once.",
        """{ "decisions": { "Normal.n[0].edges": ["p", "p"] } }""",
        """{ "decisions": { "Normal.n[0].edges": ["p", "q"] } }""");

    public static readonly DiagnosticDescriptor DecisionDoesNotExist = Error(
        "NAS6014",
        "decision that does not exist for this architecture",
        "A decision inside an alternative exists only where that alternative is taken. This one lies inside an alternative "
        + "that the architecture does not take.",
        """{ "decisions": { "kind": "pool", "kind.kernel": "3" } }""",
        """{ "decisions": { "kind": "pool" } }""");

    public static readonly DiagnosticDescriptor RelaxationOnlyAlternative = Error(
        "NAS6015",
        "alternative that an architecture cannot take",
        "An operation that computes nothing (`none` in DARTS) takes part in the softmax of a supernet, where it weakens an "
        + "edge. An architecture leaves the edge out instead.",
        """{ "decisions": { "Normal.n[0].edge[p]": "none" } }""",
        """{ "decisions": { "Normal.n[0].edge[p]": "skip_connect" } }""");

    public static readonly DiagnosticDescriptor GraphNotJoined = Error(
        "NAS6016",
        "graph without a path to its output",
        "The edges that an architecture takes for a `dag` must lead from its input (vertex 0) to its output (the last vertex), "
        + "directly or through others. Without such a path it computes nothing.",
        """{ "decisions": { "Module.matrix": ["0-1", "2-6"] } }""",
        """{ "decisions": { "Module.matrix": ["0-1", "1-6"] } }""");

    public static readonly DiagnosticDescriptor MatrixSyntax = Error(
        "NAS6040",
        "not a NAS-Bench-101 cell",
        "A cell in the notation of NAS-Bench-101 is an adjacency matrix and the operations of its vertices: "
        + "`{\"matrix\": [[0, 1], [0, 0]], \"ops\": [\"input\", \"output\"]}`. Python's spelling is taken too: `ModelSpec(matrix=[...], ops=[...])`, "
        + "and `module_adjacency` and `module_operations` as the data set prints them.",
        """{"matrix": [[0, 1], [0, 0]]}""",
        """{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}""");

    public static readonly DiagnosticDescriptor MatrixNotUpperTriangular = Error(
        "NAS6041",
        "matrix that is no graph",
        "The matrix has as many rows as columns, at least two; an entry is 0 or 1, and 1 only above the diagonal: edges lead from a vertex to "
        + "a later one.",
        """{"matrix": [[0, 1], [1, 0]], "ops": ["input", "output"]}""",
        """{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}""");

    public static readonly DiagnosticDescriptor MatrixOperations = Error(
        "NAS6042",
        "operations that do not fit the matrix",
        "There is one operation for each row of the matrix: `input` first, `output` last, and between them operations that the vertices of "
        + "the space offer. `-` and `_` in a name are the same.",
        """{"matrix": [[0, 1, 0], [0, 0, 1], [0, 0, 0]], "ops": ["input", "conv7x7", "output"]}""",
        """{"matrix": [[0, 1, 0], [0, 0, 1], [0, 0, 0]], "ops": ["input", "conv3x3-bn-relu", "output"]}""");

    public static readonly DiagnosticDescriptor MatrixOutsideSpace = Error(
        "NAS6043",
        "graph that is not in the space",
        "What lies on no path from the input to the output is left out first. What remains must have such a path, and no more vertices and "
        + "edges than the `dag` allows.",
        """{"matrix": [[0, 0], [0, 0]], "ops": ["input", "output"]}""",
        """{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}""");

    public static readonly DiagnosticDescriptor NotADagSpace = Error(
        "NAS6044",
        "space without a NAS-Bench-101 notation",
        "The notation of NAS-Bench-101 describes one graph, so that it fits networks which decide one `dag` and nothing else. An architecture of "
        + "another space is kept in an architecture file.",
        "cell Module(width)(x) = x |> choose { conv(width, 3), conv(width, 5) }",
        "cell Module(width)(x) = x |> dag(width, vertices: 7, edges: 9, ops: Vertex)");

    public static readonly DiagnosticDescriptor GenotypeSyntax = Error(
        "NAS6020",
        "not a genotype",
        "A genotype in the notation of DARTS is `Genotype(normal=[('op', source), ...], normal_concat=[...], "
        + "reduce=[...], reduce_concat=[...])`, with an optional `NAME =` before it. The lists of nodes may be written "
        + "`range(2, 6)`.",
        "Genotype(normal=[('skip_connect' 0)], ...)",
        "Genotype(normal=[('skip_connect', 0)], ...)");

    public static readonly DiagnosticDescriptor GenotypeField = Error(
        "NAS6021",
        "genotype field missing, unknown or given twice",
        "A genotype has exactly the fields `normal`, `normal_concat`, `reduce` and `reduce_concat`.",
        "Genotype(normal=[...], normal_concat=range(2, 6))",
        "Genotype(normal=[...], normal_concat=range(2, 6), reduce=[...], reduce_concat=range(2, 6))");

    public static readonly DiagnosticDescriptor NotADartsSpace = Error(
        "NAS6022",
        "space without a genotype notation",
        "The notation of DARTS describes two cells, one with `normal` and one with `reduc` in its name, whose nodes each sum "
        + "a fixed number of edges from the two inputs and the nodes before, one operation on each edge. An architecture of "
        + "another space is kept in an architecture file.",
        "cell Only(width)(a, b) { ... }",
        "cell Normal(width)(a, b) { ... } cell Reduction(width)(a, b) { ... }");

    public static readonly DiagnosticDescriptor UnknownGenotypeOperation = Error(
        "NAS6023",
        "operation of a genotype that the space does not have",
        "The operations of a genotype are the names of the candidates on the edges of the cell.",
        "('sep_conv3x3', 0)",
        "('sep_conv_3x3', 0)");

    public static readonly DiagnosticDescriptor GenotypeEdgeCount = Error(
        "NAS6024",
        "wrong number of edges in a genotype",
        "The list of a cell holds the edges of its first node, then those of the second, and so on: as many for each as the "
        + "space says (two in DARTS).",
        "normal=[('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0)]",
        "normal=[('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 2)]");

    public static readonly DiagnosticDescriptor GenotypeSource = Error(
        "NAS6025",
        "edge from a source that is not there",
        "An edge's number says where it comes from: 0 and 1 are the cell's inputs, 2 its first node, 3 the second, and so "
        + "on. A node can read only what comes before it, each source once.",
        "normal=[('skip_connect', 0), ('skip_connect', 2), ...]",
        "normal=[('skip_connect', 0), ('skip_connect', 1), ...]");

    public static readonly DiagnosticDescriptor GenotypeConcat = Error(
        "NAS6026",
        "genotype with another output",
        "`normal_concat` and `reduce_concat` list the nodes whose concatenation is the cell's output. The program fixes that "
        + "(`output concat(n)`); it is no decision, so the genotype must agree.",
        "normal_concat=[4, 5]",
        "normal_concat=range(2, 6)");
}
