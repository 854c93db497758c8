using NasDsl.Semantics;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Tests;

/// <summary>The table that completion offers from is what the compiler takes, no more and no less.</summary>
public sealed class SettingTableTests
{
    private const string Network = "\nnetwork N(x: [3, 8, 8]) { output chain x { conv(choose { 4, 8 }, 3), conv(4, 3) } |> global_avg_pool |> linear(10) }\n";

    [Theory]
    [InlineData("search darts")]
    [InlineData("train N")]
    public void Each_setting_is_taken_with_its_sample(string block)
    {
        var settings = Of(block).Select(s => $"  {s.Name} = {s.Sample}");

        var codes = Check($"{block} {{\n{string.Join('\n', settings)}\n}}{Network}").Select(d => d.Code);
        Assert.DoesNotContain(codes, c => c.StartsWith("NAS2", StringComparison.Ordinal) || c.StartsWith("NAS3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("search darts")]
    [InlineData("search ppo")]
    [InlineData("train N")]
    public void The_compiler_knows_no_other(string block)
    {
        var problem = Assert.Single(Check($"{block} {{ zzzzzzzz = 1 }}{Network}"), d => d.Message.Contains("zzzzzzzz", StringComparison.Ordinal));

        Assert.EndsWith(string.Join(", ", Of(block).Select(s => $"`{s.Name}`")), problem.Help ?? problem.Message);
    }

    private static IEnumerable<SettingInfo> Of(string block) => block.StartsWith("train", StringComparison.Ordinal) ? SettingTable.Train : SettingTable.Of(block.Split(' ')[1]);

    private static IEnumerable<Diagnostics.Diagnostic> Check(string program) => Compilation.Create(new SourceText(program, "a.nas")).Diagnostics;
}
