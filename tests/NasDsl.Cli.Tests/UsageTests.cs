namespace NasDsl.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("chekc", "unknown command `chekc`", "did you mean `check`?")]
    [InlineData("chekc tiny.nas --foo", "unknown command `chekc`", "did you mean `check`?")]
    [InlineData("xyz", "unknown command `xyz`", "run `nasc --help`")]
    [InlineData("--verison", "unknown option `--verison`", "did you mean `--version`?")]
    [InlineData("info tiny.nas --jsn", "unknown option `--jsn`", "did you mean `--json`?")]
    [InlineData("info --jsn tiny.nas", "unknown option `--jsn`", "did you mean `--json`?")]
    [InlineData("compile tiny.nas --emti=child", "unknown option `--emti`", "did you mean `--emit`?")]
    [InlineData("compile tiny.nas --emit chld", "takes supernet, child or ir, not `chld`; did you mean `child`?", "run `nasc compile --help`")]
    [InlineData("compile tiny.nas --emit ir -O0", "only C# is optimized", "use `--emit supernet`")]
    [InlineData("compile tiny.nas --pass-report --project p", "`--pass-report` does not go with `--project`", "without `--project`")]
    [InlineData("compile tiny.nas --without merge-sum", "knows no pass `merge-sum`", "did you mean `merge-sums`?")]
    [InlineData("compile tiny.nas -O0 --without merge-sums", "`-O0` does not go with `--without`", "leave one of them out")]
    [InlineData("compile tiny.nas --recompute cell", "`--recompute` takes none or cells, not `cell`; did you mean `cells`?", "--help")]
    [InlineData("compile tiny.nas --emit child --recompute cells", "`--recompute` is for a supernet", "a child takes `-O` and `-O0` alone")]
    [InlineData("compile tiny.nas --emit child -O --without lower-depthwise", "`--without` is for a supernet", "a child takes `-O` and `-O0` alone")]
    [InlineData("compile tiny.nas --emit child --pass-report", "`--pass-report` is for a supernet", "use `--emit supernet`")]
    [InlineData("compile tiny.nas --emit child -O -O0", "`-O0` does not go with `-O`", "leave one of them out")]
    [InlineData("compile", "compile", "run `nasc compile --help`")]
    [InlineData("compile tiny.nas other.nas", "unknown argument `other.nas`", "run `nasc compile --help`")]
    [InlineData("compile tiny.nas --arch", "`--arch`", "run `nasc compile --help`")]
    [InlineData("compile tiny.nas --emit supernet --arch a.arch.json", "a supernet has no architecture", "--emit child")]
    [InlineData("arch", "command", "run `nasc arch --help`")]
    [InlineData("arch improt", "unknown command `improt`", "did you mean `import`?")]
    [InlineData("arch validate tiny.nas", "required argument missing", "run `nasc arch validate --help`")]
    [InlineData("arch import tiny.nas x --from dart", "not `dart`; did you mean `darts`?", "run `nasc arch import --help`")]
    [InlineData("sample tiny.nas -n 0", "takes a whole number from 1, not `0`", "run `nasc sample --help`")]
    [InlineData("sample tiny.nas --seed x", "`--seed` takes a whole number, not `x`", "run `nasc sample --help`")]
    [InlineData("search tiny.nas --data d --out o --order 3", "`--order` takes a number from 1 to 2, not `3`", "--help")]
    [InlineData("search tiny.nas --out o", "there is nothing to search on", "`--data`, or results by `--table`")]
    [InlineData("search tiny.nas --data d", "there is no folder for what is found", "add `--out DIR`")]
    [InlineData("runs", "command", "run `nasc runs --help`")]
    [InlineData("train tiny.nas --data d --out o --drop-path 1", "`--drop-path` takes a number from 0 to less than 1", "--help")]
    [InlineData("explain NAS3O04", "there is no code `NAS3O04`", "did you mean")]
    [InlineData("ops cnov", "there is no operation `cnov`", "did you mean `conv`?")]
    [InlineData("info tiny.nas --set clases=3", "`Tiny` has no static parameter `clases`", "did you mean `classes`?")]
    [InlineData("info tiny.nas --set classes", "`--set` takes a name and a number", "not `classes`")]
    [InlineData("info tiny.nas --set classes=many", "`--set` takes a name and a number", "not `classes=many`")]
    [InlineData("info tiny.nas --set classes=2 --set classes=3", "`--set` gives `classes` twice", "")]
    public void A_command_line_that_means_nothing_is_a_usage_error(string line, string message, string help)
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).With("a.arch.json", Programs.TinyArchitecture);
        workspace.Run(line.Split(' ')).Fails(2, message, help);
    }

    [Fact]
    public void Without_a_command_the_help_goes_to_stderr()
    {
        using var workspace = new Workspace();
        workspace.Run().Fails(2, "Usage:", "nasc [command] [options]", "search");
    }

    [Theory]
    [InlineData("")]
    [InlineData("check")]
    [InlineData("compile")]
    [InlineData("search")]
    [InlineData("train")]
    [InlineData("arch import")]
    [InlineData("arch diff")]
    public Task Help_looks_like_this(string command)
    {
        using var workspace = new Workspace();
        string[] arguments = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        return Verify(workspace.Run(arguments).Succeeds().Out).UseTextForParameters(command.Length == 0 ? "root" : command.Replace(' ', '-'));
    }

    [Fact]
    public void The_version_is_one_line()
    {
        using var workspace = new Workspace();
        Assert.Matches(@"^nasc \d+\.\d+\.\d+\n$", workspace.Run("--version").Succeeds().Out);
    }

    [Fact]
    public void A_file_may_be_named_like_an_option_or_a_response_file()
    {
        using var workspace = new Workspace().With("--odd.nas", Programs.Tiny).With("@odd.nas", Programs.Tiny);
        workspace.Run("check", "--", "--odd.nas").Succeeds();
        workspace.Run("check", "@odd.nas").Succeeds();
    }
}
