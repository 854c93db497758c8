using System.Xml.Linq;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;

namespace NasDsl.Tests.Emit;

public class ProjectEmitterTests
{
    private static readonly (string, string)[] Portable = [("Data/A.cs", "namespace NasDsl.Torch;\r\npublic class A;\r\n")];

    private static readonly OptimizerPlan Sgd =
        new(OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0.001), 0.9, WeightDecay: 3e-4, Clip: 5);

    private static readonly TrainPlan Train =
        new(600, 96, Sgd, [new RandomCrop(4), new HorizontalFlip(), new Cutout(16)], 0.2, 0.4, 0.1);

    [Fact]
    public void A_project_holds_the_model_its_program_and_the_training_sources()
    {
        var files = Child(TorchReference.Package);

        Assert.Equal(["Cifar.cs", "Cifar.csproj", "Program.cs", "Data/A.cs"], files.Select(f => f.Path));
        Assert.Equal("namespace DartsTraining;\npublic class A;\n", files[3].Text);
        Assert.All(files, f => Assert.DoesNotContain('\r', f.Text));
        Assert.Contains("Auxiliary: new Darts.CifarAuxiliary()", files[2].Text);
        Assert.Contains("Augment = [new RandomCrop(4), new HorizontalFlip(), new Cutout(16)],", files[2].Text);
        Assert.Contains("LearningRate = new LearningRate.Cosine(0.025, 0.001), Momentum = 0.9", files[2].Text);
        Assert.Contains("new ImageShape(3, 16, 16)", files[2].Text);
    }

    [Theory]
    [InlineData(TorchReference.Package, "PackageReference", "TorchSharp-cpu")]
    [InlineData(TorchReference.LocalLibrary, "Reference", "TorchSharp")]
    public void The_project_refers_to_TorchSharp(TorchReference torch, string element, string name)
    {
        var project = XDocument.Parse(Child(torch)[1].Text);

        Assert.Equal(name, Assert.Single(project.Descendants(element)).Attribute("Include")?.Value);
    }

    [Fact]
    public void A_supernets_project_writes_an_architecture_file()
    {
        var space = Programs.SupernetSpace(Programs.Darts, "darts.nas");
        var plan = new DartsPlan(2, 50, 64, 0.5, Sgd, new(OptimizerKind.Adam, new(ScheduleKind.Constant, 3e-4, 3e-4), Beta1: 0.5), false);

        var files = ProjectEmitter.Supernet(space, plan, Portable, TorchReference.Package);

        Assert.Equal("CifarSupernet.cs", files[0].Path);
        Assert.Contains(Fingerprint.Of(space), files[2].Text);
        Assert.Contains("Alphas = new() { Kind = OptimizerKind.Adam, LearningRate = new LearningRate.Constant(0.0003), Beta1 = 0.5", files[2].Text);
    }

    [Fact]
    public void A_network_without_an_image_is_refused_with_a_reason()
    {
        const string program = "network N(x: [8]) { output x |> linear(3) }";
        var space = Programs.Space(program);

        var error = Assert.Throws<EmitException>(() => ProjectEmitter.Child(space, space, Train, Portable, TorchReference.Package));

        Assert.Equal("`N` cannot be trained as a project: that needs one image as input and one vector as output", error.Message);
    }

    private static IReadOnlyList<ProjectFile> Child(TorchReference torch)
    {
        var space = Programs.Space(Programs.Darts, "darts.nas");
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 3).Next());
        return ProjectEmitter.Child(space, child, Train, Portable, torch);
    }
}
