namespace NasDsl.Tests.Testing;

/// <summary>The snapshot helper, which stands in for Verify.Xunit; left out where that package is used.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nasdsl-snapshots-");

    // Accepting every snapshot of a run must not accept the ones that these tests expect to differ.
    public SnapshotTests() => SnapshotComparison.Accepts = false;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_recorded_text_passes_and_its_stale_received_file_goes()
    {
        Put("SnapshotTests.A_recorded_text_passes_and_its_stale_received_file_goes.verified.txt", "one\ntwo\n");
        var stale = Put("SnapshotTests.A_recorded_text_passes_and_its_stale_received_file_goes.received.txt", "old");

        await Verify("one\r\ntwo").UseDirectory(folder.FullName);

        Assert.False(File.Exists(stale));
    }

    [Fact]
    public async Task A_new_text_is_written_and_fails()
    {
        var message = await FailureOf(Verify("new").UseDirectory(folder.FullName).UseFileName("New"));

        Assert.Contains("there is no snapshot New.verified.txt yet; received:\nnew", message);
        Assert.Contains("NASDSL_ACCEPT=1", message);
        Assert.Equal("new", Read("New.received.txt"));
        Assert.False(File.Exists(PathOf("New.verified.txt")));
    }

    [Fact]
    public async Task A_difference_is_shown_as_a_unified_diff()
    {
        Put("Diff.verified.cs", "a\nb\nc\nd\ne\nf\ng\nh\n");

        var message = await FailureOf(
            Verify("a\nb\nc\nd\nE\nf\ng\nh\n", extension: "cs").UseDirectory(folder.FullName).UseFileName("Diff"));

        Assert.Contains(
            "--- Diff.verified.cs\n+++ Diff.received.cs\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n", message);
    }

    [Fact]
    public async Task A_newline_that_the_snapshot_lacks_is_a_difference()
    {
        Put("Newline.verified.txt", "a");

        var message = await FailureOf(Verify("a\n").UseDirectory(folder.FullName).UseFileName("Newline"));

        Assert.Contains("only Newline.received.txt ends with a newline", message);
    }

    [Fact]
    public async Task Every_output_is_written_before_the_test_fails()
    {
        Put("All#ir.verified.json", "{}");
        Target[] targets = [new("json", "{}", "ir"), new("cs", "class A;", "child"), new("cs", "x"), new("cs", "y")];

        var message = await FailureOf(Verify(targets).UseDirectory(folder.FullName).UseFileName("All"));

        Assert.Equal(
            ["All#00.received.cs", "All#01.received.cs", "All#child.received.cs", "All#ir.verified.json"],
            folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("All#ir", message);
    }

    [Fact]
    public async Task A_snapshot_without_an_output_fails()
    {
        Put("Orphan.verified.txt", "a");
        Put("Orphan#gone.verified.txt", "b");
        Put("OrphanOther.verified.txt", "of another test");

        var message = await FailureOf(Verify("a").UseDirectory(folder.FullName).UseFileName("Orphan"));

        Assert.Contains("no output belongs to the snapshot Orphan#gone.verified.txt any more", message);
        Assert.DoesNotContain("OrphanOther", message);
    }

    [Fact]
    public void Accepting_writes_the_snapshots_without_a_byte_order_mark()
    {
        Put("Accept#gone.verified.txt", "b");
        var settings = new VerifySettings();
        settings.UseDirectory(folder.FullName);
        settings.UseFileName("Accept");
        var names = new SnapshotNames(PathOf("Tests.cs"), typeof(SnapshotTests), MethodOf(nameof(FailureOf)), settings);

        SnapshotComparison.Accepts = true;
        var result = SnapshotComparison.Run(names, [new Target("txt", "ä\r\nb\n")]);

        Assert.Equal([PathOf("Accept.verified.txt")], result.Files);
        Assert.Equal("ä\nb\n"u8.ToArray(), File.ReadAllBytes(PathOf("Accept.verified.txt")));
        Assert.False(File.Exists(PathOf("Accept#gone.verified.txt")));
    }

    [Theory]
    [InlineData("a/b", 1.5)]
    public async Task Parameters_are_part_of_the_name(string name, double rate)
    {
        Put("SnapshotTests.Parameters_are_part_of_the_name_name=a-b_rate=1.5.verified.txt", "x");

        await Verify("x").UseDirectory(folder.FullName).UseParameters(name, rate);
    }

    [Fact]
    public async Task Text_and_other_names_can_replace_what_is_derived()
    {
        Put("Cases.Emits_darts.verified.txt", "x");

        await Verify("x").UseDirectory(folder.FullName).UseTypeName("Cases").UseMethodName("Emits").UseTextForParameters("darts");
    }

    [Fact]
    public async Task Two_verifications_of_one_name_are_refused()
    {
        Put("Twice.verified.txt", "x");
        await Verify("x").UseDirectory(folder.FullName).UseFileName("Twice");

        var again = await FailureOf(Verify("x").UseDirectory(folder.FullName).UseFileName("Twice"));

        Assert.Contains("already used", again);
    }

    [Fact]
    public Task A_snapshot_lies_beside_the_test_by_default() => Verify("beside the test, in UTF-8: α\n");

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private string Read(string name) => File.ReadAllText(PathOf(name));

    private string Put(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    private static System.Reflection.MethodInfo MethodOf(string name) =>
        typeof(SnapshotTests).GetMethod(name, (System.Reflection.BindingFlags)(-1))
            ?? throw new MissingMethodException(nameof(SnapshotTests), name);

    private static async Task<string> FailureOf(SettingsTask verification) =>
        (await Assert.ThrowsAnyAsync<Exception>(verification.ToTask)).Message;
}
