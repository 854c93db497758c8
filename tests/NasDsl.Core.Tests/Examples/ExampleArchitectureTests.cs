using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Tests.Examples;

/// <summary>What is drawn from an example fits it, survives its file, and is refused where the example has changed.</summary>
public class ExampleArchitectureTests
{
    private const int Draws = 25;

    public static TheoryData<string> Files => Examples.Files;

    [Theory, MemberData(nameof(Files))]
    public void A_sample_is_read_again_from_its_file(string file)
    {
        var space = SpaceOf(file);
        var sampler = ArchitectureSampler.For(space, seed: 4);
        for (var i = 0; i < Draws; i++)
        {
            var drawn = sampler.Next();
            var text = ArchitectureFile.Write(space, drawn);

            var read = ArchitectureFile.Read(new SourceText(text, "a.arch.json"), space);

            Assert.Empty(read.Diagnostics);
            Assert.Equal(drawn, read.Architecture);
            Assert.Equal(text, ArchitectureFile.Write(space, drawn));
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void A_sample_of_another_version_is_refused(string file)
    {
        var space = SpaceOf(file);
        var renamed = space.Decisions[0] with { Name = space.Decisions[0].Name + "_before" };
        var before = space with { Decisions = space.Decisions.SetItem(0, renamed) };
        var fingerprint = Fingerprint.Of(before);
        var text = ArchitectureFile.Write(space, ArchitectureSampler.For(space, seed: 4).Next())
            .Replace(Fingerprint.Of(space), fingerprint, StringComparison.Ordinal);

        var read = ArchitectureFile.Read(new SourceText(text, "a.arch.json"), space);

        Assert.Null(read.Architecture);
        Assert.Contains(read.Diagnostics, d => d.Descriptor == Descriptors.OtherSpace);
    }

    private static SearchSpace SpaceOf(string file)
    {
        var space = Example.Of(file).Compile().TrainSpace;
        Assert.NotNull(space);
        return space;
    }
}
