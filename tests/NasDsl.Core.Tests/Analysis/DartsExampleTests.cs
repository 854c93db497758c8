using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Architectures;
using NasDsl.Text;

namespace NasDsl.Tests.Analysis;

/// <summary>The published facts about DARTS, from the program in examples.</summary>
public class DartsExampleTests
{
    private static readonly Compilation Program = Compilation.Create(new SourceText(RepositoryRoot.ReadText("examples/darts.nas"), "darts.nas"));

    [Fact]
    public void The_supernet_has_the_published_number_of_weights_and_alphas()
    {
        var supernet = Present(Program.SupernetSpace);

        Assert.Equal(1_930_618, CostModel.Of(supernet).Parameters);
        Assert.Equal(224, RelaxationPlan.For(supernet).AlphaCount);
        Assert.Equal(
            BigInteger.Parse("1076746950455072400", CultureInfo.InvariantCulture), SpaceCounter.For(supernet).Architectures);
    }

    [Fact]
    public void The_published_second_order_child_has_the_published_number_of_weights()
    {
        var training = Present(Program.TrainSpace);
        var architecture = Present(DartsGenotype.Read(new SourceText(DartsGenotypeTests.DartsV2, "g"), training).Architecture);

        Assert.Equal(3_349_342, CostModel.Of(ArchitectureResolver.Resolve(training, architecture)).Parameters);
        Assert.Equal(Fingerprint.Of(Present(Program.SupernetSpace)), Fingerprint.Of(training));
    }

    [Fact]
    public void The_exact_range_holds_every_child_drawn_and_their_mean()
    {
        var space = Present(Program.Space);
        var range = Present(CostRange.Of(space));
        var sampler = ArchitectureSampler.For(space, 1);
        var costs = Enumerable.Range(0, 100).Select(_ => CostModel.Of(ArchitectureResolver.Resolve(space, sampler.Next()))).ToList();

        Assert.True(range.IsExact);
        Assert.All(costs, c => Assert.InRange(c.Parameters, range.Parameters.Minimum, range.Parameters.Maximum));
        Assert.All(costs, c => Assert.InRange(c.Macs, range.Macs.Minimum, range.Macs.Maximum));
        Assert.InRange(costs.Average(c => c.Macs), 0.95 * range.Macs.Mean, 1.05 * range.Macs.Mean);
        Assert.InRange(costs.Average(c => c.Parameters), 0.95 * range.Parameters.Mean, 1.05 * range.Parameters.Mean);
    }

    [Fact]
    public void Genotypes_files_json_and_drawings_work_on_it()
    {
        var space = Present(Program.Space);
        var architecture = Present(DartsGenotype.Read(new SourceText(DartsGenotypeTests.DartsV1, "g"), space).Architecture);

        var file = ArchitectureFile.Read(new SourceText(ArchitectureFile.Write(space, architecture), "a.arch.json"), space);
        var genotype = Present(DartsGenotype.Write(space, architecture).Text);

        Assert.Empty(file.Diagnostics);
        Assert.Equal(architecture, file.Architecture);
        Assert.Equal(architecture, DartsGenotype.Read(new SourceText(genotype, "g"), space).Architecture);
        Assert.Equal(IrJson.Write(space, Program.Sources), IrJson.Write(space, Program.Sources));
        Assert.Equal(["Normal", "Reduction"], DotWriter.Cells(space, architecture).Select(d => d.Name));
        Assert.Contains("[label=\"avg_pool_3x3\"", DotWriter.Cells(space, architecture)[1].Dot);
    }

    [Fact]
    public void Its_constraints_are_measured()
    {
        var space = Present(Program.Space);
        var v2 = Present(DartsGenotype.Read(new SourceText(DartsGenotypeTests.DartsV2, "g"), space).Architecture);

        foreach (var constraint in Program.Constraints)
            Assert.Equal(
                constraint.Metric switch
                {
                    ConstraintMetric.Count => 2,
                    ConstraintMetric.Parameters => CostModel.Of(ArchitectureResolver.Resolve(Present(constraint.Space), v2)).Parameters,
                    _ => double.NaN,
                },
                ConstraintEvaluator.Measure(constraint, space, v2));
        Assert.NotEmpty(Program.Constraints);
        Assert.True(ConstraintEvaluator.Allows(Program.Constraints, space, v2));
    }

    private static T Present<T>(T? value)
        where T : class
    {
        Assert.NotNull(value);
        return value;
    }
}
