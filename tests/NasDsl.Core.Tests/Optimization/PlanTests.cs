using System.Text;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Tests.Emit;

namespace NasDsl.Tests.Optimization;

/// <summary>What each pass makes of a cell, and what the optimizer says of itself.</summary>
public class PlanTests
{
    private const string Program = """
        opset Candidates { none = zero, skip, pool = max_pool(3) >> bn(affine: false), sep = sep_conv(3), wide = dil_conv(5, dilation: 2) }
        cell Small(a, b) {
          nodes n[2] = sum(choose 2 of [s |> choose Candidates for s in [a, b, ..n]])
          output concat(n)
        }
        network N(image: [4, 8, 8]) { output (image, image) |> Small |> global_avg_pool |> linear(3) }
        """;

    [Fact]
    public Task Every_pass_shows_what_it_does()
    {
        var space = Programs.SupernetSpace(Program);
        var relaxation = RelaxationPlan.For(space);
        var plan = ForwardPlan.Of(((CallLayer)Layers(space).First(l => l is CallLayer)).Function.Graph);
        var text = new StringBuilder($"# the cell\n{plan}");
        foreach (var pass in Optimizer.Passes)
        {
            (plan, var changes) = pass.Run(plan, relaxation);
            plan = plan.WithoutUnused();
            text.Append($"\n# {pass.Name}: {changes}\n{plan}");
        }

        return Verify(text.ToString());
    }

    [Fact]
    public void Passes_say_why_they_keep_what_is_computed()
    {
        Assert.All(Optimizer.Passes, pass => Assert.True(pass.Preserves.Length > 20 && pass.Doc.Length > 20, pass.Name));
        Assert.All(Optimizer.Names, name => Assert.Matches("^[a-z]+(-[a-z]+)+$", name.Name));
    }

    [Fact]
    public void A_step_that_nobody_takes_is_left_out()
    {
        var space = Programs.SupernetSpace(Program);
        var graph = ((CallLayer)Layers(space).First(l => l is CallLayer)).Function.Graph;
        var plan = new Optimizer(RelaxationPlan.For(space), OptimizationOptions.All).Run(graph);

        Assert.NotNull(plan);
        var taken = plan.Steps.SelectMany(s => s.Inputs).Concat(plan.Outputs).ToHashSet();
        Assert.All(plan.Steps, step => Assert.Contains(step.Id, taken));
        Assert.Null(new Optimizer(RelaxationPlan.For(space), OptimizationOptions.None).Run(graph));
    }

    /// <summary>A declared operation in front of `zero` cannot be taken apart; its numbers of chance are drawn all the same.</summary>
    [Theory, InlineData("Same >> zero", 2), InlineData("Same >> Same >> zero", 2), InlineData("Noisy >> zero", 0), InlineData("zero >> Same", 0)]
    public void Zeros_behind_declared_operations_are_left_out(string none, int dropped)
    {
        var space = Programs.SupernetSpace($$"""
            op Same(x) = x
            op Noisy(x) = x |> dropout(0.5)
            opset Candidates { none = {{none}}, sep = sep_conv(3), noisy = Noisy }
            cell Sum(a, b) {
              nodes n[1] = sum(choose 2 of [s |> choose Candidates for s in [a, b]])
              output concat(n)
            }
            network N(image: [4, 8, 8]) { output (image, image) |> Sum |> global_avg_pool |> linear(3) }
            """);
        var optimizer = new Optimizer(RelaxationPlan.For(space), OptimizationOptions.All);
        optimizer.Run(((CallLayer)Layers(space).First(l => l is CallLayer)).Function.Graph);
        Assert.Equal(dropped, optimizer.Report.Single(r => r.Pass == "drop-zeros").Changes);
    }

    private static IEnumerable<Layer> Layers(SearchSpace space) => space.Network.Nodes
        .SelectMany(n => n.Layer is SequenceLayer sequence ? [.. sequence.Layers] : new[] { n.Layer });
}
