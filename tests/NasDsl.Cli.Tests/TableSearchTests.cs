using System.Globalization;
using System.Text;
using System.Text.Json;
using NasDsl.Testing;

namespace NasDsl.Cli.Tests;

/// <summary>Searches in a table: of five layers with three blocks each, 243 architectures.</summary>
public sealed class TableSearchTests
{
    internal const string Program = """
        opset Blocks { small = conv(4, 1), middle = conv(4, 3), large = conv(4, 5) }
        network Layers(image: [4, 8, 8]) {
          layer = chain image { choose Blocks, choose Blocks, choose Blocks, choose Blocks, choose Blocks }
          output layer |> global_avg_pool |> linear(3)
        }
        """;

    internal static Workspace NewWorkspace() => new Workspace().With("n.nas", Program).With("t.csv", Table());

    /// <summary>Good are large blocks, and such as the one before.</summary>
    internal static string Table(int rows = 243)
    {
        var text = new StringBuilder("arch,good,early,bad,cost\n");
        for (var i = 0; i < rows; i++)
        {
            var digits = Enumerable.Range(0, 5).Select(d => i / (int)Math.Pow(3, 4 - d) % 3).ToArray();
            var good = digits.Sum() + Enumerable.Range(1, 4).Count(d => digits[d] == digits[d - 1]) / 2.0 + i / 1000.0;
            text.Append(CultureInfo.InvariantCulture, $"{string.Concat(digits)},{good},{good + i % 7 / 7.0},{-good},{10 + digits[0]}\n");
        }
        return text.ToString();
    }

    private static JsonElement Search(Workspace workspace, params string[] arguments) => JsonDocument.Parse(
        workspace.Run(["search", "n.nas", "--table", "t.csv", "--json", .. arguments]).Succeeds().Out).RootElement;

    [Fact]
    public void One_line_says_what_was_found()
    {
        using var workspace = NewWorkspace();
        var found = Search(workspace, "--metric", "good", "--strategy", "grid", "--evaluations", "1000");
        Assert.Equal(("grid", 243, 1.0), (
            found.GetProperty("strategy").GetString(), found.GetProperty("evaluations").GetDouble(), found.GetProperty("mean_rank").GetDouble()));
        Assert.Equal(12.242, found.GetProperty("mean").GetDouble(), 9);
        Assert.Equal("large", found.GetProperty("architecture").GetProperty("layer[4]").GetString());
        var lowest = Search(workspace, "--minimize", "good", "--strategy", "grid", "--evaluations", "243");
        Assert.Equal((2.0, 1.0), (lowest.GetProperty("mean").GetDouble(), lowest.GetProperty("mean_rank").GetDouble()), Near);
        Assert.Contains("rank: mean 1.0 of 243", workspace.Run(
            "search", "n.nas", "--table", "t.csv", "--metric", "good", "--strategy", "grid", "--evaluations", "243").Succeeds().Out, StringComparison.Ordinal);
    }

    private static bool Near((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && a.Item2 == b.Item2;

    [Fact]
    public void The_same_seeds_find_the_same_and_a_compressed_table_is_read()
    {
        using var workspace = NewWorkspace();
        using (var buffer = new MemoryStream())
        {
            using (var zip = new System.IO.Compression.GZipStream(buffer, System.IO.Compression.CompressionLevel.Fastest))
                zip.Write(Encoding.UTF8.GetBytes(Table()));
            workspace.With("t.csv.gz", buffer.ToArray());
        }
        string[] options = ["--metric", "good", "--strategy", "evolution", "--seeds", "5", "--evaluations", "20", "--seed", "3"];
        var first = Search(workspace, options);
        Assert.Equal(5, first.GetProperty("seeds").GetInt32());
        var again = workspace.Run(["search", "n.nas", "--table", "t.csv.gz", "--json", .. options]).Succeeds().Out;
        Assert.Equal(first.GetProperty("mean").GetDouble(), JsonDocument.Parse(again).RootElement.GetProperty("mean").GetDouble());
    }

    [Fact]
    public void The_program_says_how_to_search_and_the_clock_when_to_stop()
    {
        using var workspace = NewWorkspace().With("n.nas", Program + "\nsearch evolution { population = 5, sample = 2, samples = 30 }");
        var found = Search(workspace, "--metric", "good");
        Assert.Equal(("evolution", 30), (found.GetProperty("strategy").GetString(), found.GetProperty("evaluations").GetInt32()));
        var timed = Search(workspace, "--metric", "good", "--cost", "cost", "--budget", "100");
        Assert.InRange(timed.GetProperty("cost").GetDouble(), 80, 100);
        Assert.InRange(timed.GetProperty("evaluations").GetInt32(), 8, 10);
    }

    [Fact]
    public void Constraints_of_the_program_hold()
    {
        using var workspace = NewWorkspace().With("n.nas", Program + "\nconstraint count(large in Layers) <= 1");
        var found = Search(workspace, "--metric", "good", "--strategy", "grid", "--evaluations", "243");
        Assert.Equal(112, found.GetProperty("evaluations").GetInt32());
    }

    [Fact]
    public void Several_budgets_are_several_columns()
    {
        using var workspace = NewWorkspace();
        var found = Search(workspace, "--fidelity", "1=early", "--fidelity", "9=good", "--cost", "cost", "--strategy", "hyperband", "--evaluations", "60");
        Assert.True(found.GetProperty("cost").GetDouble() < 60 * 11);
        workspace.Run("search", "n.nas", "--table", "t.csv", "--metric", "good", "--strategy", "asha")
            .Fails(1, "error[NAS7402]: `asha` needs a table with several budgets", "--fidelity");
    }

    [Theory]
    [InlineData("--metric godo", 1, "error[NAS7401]: cannot use the table `t.csv`, line 1: it has no column `godo`", "did you mean `good`?")]
    [InlineData("--metric good --architecture cost", 1, "cannot use the table `t.csv`, line 2: `10` in column `cost` is no architecture of `Layers`", "")]
    [InlineData("--metric good --table none.csv", 1, "there is no file `none.csv`", "")]
    [InlineData("--metric good --table damaged.csv.gz", 1, "cannot use the table `damaged.csv.gz`: it cannot be unpacked", "")]
    [InlineData("--metric good --table half.csv --seed 1 --failures 3", 1, "error[NAS7403]: 4 of", "the table does not have the architecture")]
    [InlineData("", 2, "`--table` needs a metric", "--minimize COLUMN")]
    [InlineData("--metric good --budget 5", 2, "`--budget` needs a clock", "--cost COLUMN")]
    [InlineData("--metric good --strategy evolutoin", 2, "not `evolutoin`; did you mean `evolution`?", "")]
    [InlineData("--metric good --epochs 3", 2, "`--epochs` does not go with `--table`", "")]
    [InlineData("--metric good --fidelity x=early", 2, "`--fidelity` takes a budget and a column", "")]
    [InlineData("--metric good --fidelity 1=early", 2, "the largest budget of `--fidelity` must be of `good`", "")]
    public void What_is_wrong_is_said(string options, int code, string message, string help)
    {
        using var workspace = NewWorkspace().With("half.csv", Table(120)).With("damaged.csv.gz", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] table = options.Contains("--table", StringComparison.Ordinal) ? [] : ["--table", "t.csv"];
        workspace.Run(["search", "n.nas", .. table, .. words]).Fails(code, message, help);
    }

    [Fact]
    public void The_objective_of_the_program_is_computed_from_columns_and_counts()
    {
        using var workspace = NewWorkspace()
            .With("n.nas", Program + "\nobjective maximize column(\"good\") * (params / 1K) ^ -0.5, minimize macs\nsearch nsga2 { samples = 243 }");
        var found = Search(workspace, "--strategy", "grid", "--evaluations", "243", "--seed", "1");
        Assert.Equal("column(\"good\") * (params / 1K) ^ -0.5", found.GetProperty("metric").GetString());
        // The smallest: five blocks of 1 x 1 are 100 weights with 15 of the head; 2 is what the table says of it.
        Assert.True(found.GetProperty("best").GetDouble() > 0);
        Search(workspace);
        workspace.Run("search", "n.nas", "--table", "t.csv", "--strategy", "evolution")
            .Fails(1, "error[NAS4033]: `evolution` strives for one goal, and there are 2");
        workspace.Run("search", "n.nas", "--data", "mnist", "--out", "o").Fails(1, "error[NAS7407]: `column(\"good\")` needs a table");
    }

    [Fact]
    public void Options_of_one_kind_of_search_are_refused_by_another()
    {
        using var workspace = NewWorkspace();
        workspace.Run("search", "n.nas", "--seeds", "3", "--data", "mnist", "--out", "o").Fails(2, "`--seeds` is for a search that samples");
        workspace.Run("search", "n.nas", "--strategy", "random", "--cost", "c", "--data", "mnist", "--out", "o")
            .Fails(2, "`--cost` is for a search in a table");
        workspace.Run("search", "n.nas", "--table", "t.csv", "--metric", "good", "--jobs", "2").Fails(2, "`--jobs` does not go with `--table`");
    }

    [FactIfPresent(SharedFiles.TransNasMicro)]
    public void On_published_tables_random_search_is_as_good_as_theory_says_and_evolution_better()
    {
        using var workspace = new Workspace();
        Assert.InRange(RankOf(workspace, "transnas_micro.nas", SharedFiles.TransNasMicro, "class_scene_val", "random"), 40.6 - 6, 40.6 + 6);
        Assert.InRange(RankOf(workspace, "nasbench_macro.nas", SharedFiles.NasBenchMacro, "mean_acc", "evolution"), 1, 20);
    }

    /// <summary>Of 400 seeds with 100 evaluations each.</summary>
    private static double RankOf(Workspace workspace, string program, string table, string metric, string strategy)
    {
        var found = workspace.Run(
            "search", RepositoryRoot.PathOf($"examples/{program}"), "--table", SharedFiles.PathOf(table), "--metric", metric,
            "--strategy", strategy, "--seeds", "400", "--evaluations", "100", "--json").Succeeds().Out;
        return JsonDocument.Parse(found).RootElement.GetProperty("mean_rank").GetDouble();
    }
}
