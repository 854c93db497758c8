namespace NasDsl.Cli.Tests;

public sealed class FormatTests
{
    private const string Messy = "const A=1\nconst  Longer = 2\n";
    private const string Neat = "const A      = 1\nconst Longer = 2\n";

    [Fact]
    public void A_file_is_formatted_in_place()
    {
        using var workspace = new Workspace().With("a.nas", Messy).With("b.nas", Neat);

        Assert.Equal(new CliResult(0, "", ""), workspace.Run("fmt", "a.nas", "b.nas"));
        Assert.Equal(Neat, workspace.Read("a.nas"));
        Assert.Equal(Neat, workspace.Read("b.nas"));
    }

    [Fact]
    public void A_check_names_what_would_change()
    {
        using var workspace = new Workspace().With("a.nas", Messy).With("b.nas", Neat);

        Assert.Equal(new CliResult(1, "a.nas\n", ""), workspace.Run("fmt", "--check", "a.nas", "b.nas"));
        Assert.Equal(new CliResult(0, "", ""), workspace.Run("fmt", "--check", "b.nas"));
        Assert.Equal(Messy, workspace.Read("a.nas"));
    }

    [Fact]
    public void A_difference_is_shown()
    {
        using var workspace = new Workspace().With("a.nas", Messy);

        Assert.Equal(
            new CliResult(0, """
                --- a.nas
                +++ a.nas (formatted)
                @@ -1,2 +1,2 @@
                -const A=1
                -const  Longer = 2
                +const A      = 1
                +const Longer = 2

                """.ReplaceLineEndings("\n"), ""),
            workspace.Run("fmt", "--diff", "a.nas"));
    }

    [Fact]
    public void Standard_input_goes_to_standard_output()
    {
        using var workspace = new Workspace();

        Assert.Equal(new CliResult(0, Neat, ""), workspace.Run(Messy, ["fmt", "-"]));
    }

    [Fact]
    public void A_file_with_syntax_errors_stays_as_it_is()
    {
        using var workspace = new Workspace().With("a.nas", "const A = (1\n").With("b.nas", Messy);

        workspace.Run("fmt", "a.nas", "missing.nas", "b.nas").Fails(1, "NAS1002", "there is no file `missing.nas`");
        Assert.Equal("const A = (1\n", workspace.Read("a.nas"));
        Assert.Equal(Neat, workspace.Read("b.nas"));
    }
}
