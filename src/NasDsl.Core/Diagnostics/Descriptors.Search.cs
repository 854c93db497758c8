namespace NasDsl.Diagnostics;

/// <summary>What searches that sample architectures report: tables, strategies and stored runs.</summary>
public static partial class Descriptors
{
    private const string TableSearch = "nasc search nasbench201.nas --metric accuracy --table ";

    public static readonly DiagnosticDescriptor BadTable = Error(
        "NAS7401",
        "table that cannot be used",
        "A table is a CSV file (or CSV.GZ) whose first row names its columns. One of them holds architectures in a notation that `nasc arch` reads, "
        + "each architecture once; those of metrics and costs hold finite numbers. A row that cannot be read is an error: left out, it would make "
        + "a search look better or worse than it is.",
        TableSearch + "results-of-another-space.csv",
        TableSearch + "nasbench201.csv.gz");

    public static readonly DiagnosticDescriptor NeedsBudgets = Error(
        "NAS7402",
        "strategy that needs several budgets",
        "Successive halving, Hyperband, ASHA and BOHB evaluate most architectures with a small budget and few with a large one. A table "
        + "offers several where `--fidelity BUDGET=COLUMN` names a column for each; where children are trained, `--epochs N` is divided: N, "
        + "N / eta, N / eta^2, and so on.",
        TableSearch + "t.csv --strategy hyperband",
        TableSearch + "t.csv --strategy hyperband --fidelity 12=accuracy12 --fidelity 200=accuracy");

    public static readonly DiagnosticDescriptor TooManyFailures = Error(
        "NAS7403",
        "too many failed evaluations",
        "An evaluation that fails is recorded and the search goes on, until more failed than `--failures` allows: then the evaluator is likely "
        + "at fault, not the architectures.",
        TableSearch + "half-of-the-space.csv",
        TableSearch + "half-of-the-space.csv --failures 1000");

    public static readonly DiagnosticDescriptor NotARun = Error(
        "NAS7404",
        "no stored run",
        "The folder has no `run.db`, or what is called so is no record of a run of this version: `nasc search --table ... --out DIR` "
        + "writes one.",
        "nasc runs show results",
        "nasc runs show runs/evolution");

    public static readonly DiagnosticDescriptor RunChanged = Error(
        "NAS7405",
        "run that cannot be resumed",
        "A run goes on only as it began: the program, the table and the settings must be those that it was started with. Otherwise its record would "
        + "mix two searches.",
        "nasc runs resume runs/1, after the program was edited",
        "nasc search again, with another folder");

    public static readonly DiagnosticDescriptor NotComparable = Error(
        "NAS7406",
        "runs that cannot be compared",
        "Runs are compared by their best metric, which must be the same one, of the same space.",
        "nasc runs compare runs/accuracy runs/latency",
        "nasc runs compare runs/random runs/evolution");

    public static readonly DiagnosticDescriptor OtherSupernet = Error(
        "NAS7409",
        "supernet of another space",
        "`--supernet` and `--inherit` take the folder of a finished search that trained a supernet: of the same space, with the same arguments, on the "
        + "same data. Its weights mean nothing elsewhere.",
        "nasc search wide.nas --data fashion-mnist --strategy evolution --supernet runs/narrow",
        "nasc search narrow.nas --data fashion-mnist --strategy evolution --supernet runs/narrow");

    public static readonly DiagnosticDescriptor BadLatencies = Error(
        "NAS7408",
        "table of latencies that cannot be used",
        "`nasc profile` writes how long each operation of a space takes, with its arguments and the shapes of its inputs. An operation without "
        + "a row has no latency, and neither has an architecture with it: the table is of another program, or of other sizes of it.",
        "nasc info other.nas --arch a.arch.json --latency latency.csv",
        "nasc profile other.nas -o latency.csv");

    public static readonly DiagnosticDescriptor NeedsTable = Error(
        "NAS7407",
        "search that needs a table",
        "The objective speaks of columns of a table, and the search has none: `--table FILE` gives it one.",
        "nasc search n.nas --data mnist --out run, of `objective maximize column(\"mean_acc\")`",
        "nasc search n.nas --table results.csv, of `objective maximize column(\"mean_acc\")`");
}
