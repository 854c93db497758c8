using NasDsl.Analysis;
using NasDsl.Emit;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Emit;

public class DropPathTests
{
    [Fact]
    public void A_dropped_path_changes_training_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (model, images) = Child(new EmitOptions(DropPath: true));
        model.eval();
        var plain = model.forward(images);
        Set(model, 0.5);

        Assert.Equal(0, Difference(plain, model.forward(images)));
        model.train();
        manual_seed(1);
        var once = model.forward(images);
        manual_seed(2);
        Assert.NotEqual(0, Difference(once, model.forward(images)));
        Set(model, 0);
        manual_seed(1);
        once = model.forward(images);
        manual_seed(2);
        Assert.Equal(0, Difference(once, model.forward(images)));
    }

    [Fact]
    public void Without_being_asked_for_a_child_has_no_drop_path_and_no_tower()
    {
        var space = Programs.Space(Programs.Darts);
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 3).Next());

        var source = ChildEmitter.Emit(space, child, new EmitOptions());

        Assert.DoesNotContain("dropPath", source);
        Assert.DoesNotContain("Auxiliary", source);
    }

    [Fact]
    public void The_tower_reads_the_features_behind_the_last_reduction()
    {
        using var scope = NewDisposeScope();
        var space = Programs.Space(Programs.Darts);
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 3).Next());
        var code = GeneratedCode.Compile(ChildEmitter.Emit(space, child, new EmitOptions(Auxiliary: true)));
        var (model, tower) = (code.Create("Cifar"), code.Create("CifarAuxiliary"));
        var images = GeneratedModelTests.Images(child.Network);
        model.eval();

        var (logits, features) = GeneratedCode.Call<(Tensor, Tensor)>(model, "ForwardWithFeatures", images);

        Assert.Equal(0, Difference(logits, model.forward(images)));
        Assert.Equal([2, 64, 4, 4], features.shape);
        Assert.Equal([2, 10], tower.forward(features).shape);
    }

    [Fact]
    public void Steps_of_training_leave_no_tensors_behind()
    {
        using var scope = NewDisposeScope();
        var (model, images) = Child(new EmitOptions(DropPath: true));
        Set(model, 0.2);
        Step();
        var before = scope.DisposablesCount;
        for (var i = 0; i < 3; i++)
            Step();

        Assert.Equal(before, scope.DisposablesCount);

        void Step()
        {
            using var step = NewDisposeScope();
            model.forward(images).sum();
        }
    }

    private static (Module<Tensor, Tensor> Model, Tensor Images) Child(EmitOptions options)
    {
        var space = Programs.Space(Programs.Darts);
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 3).Next());
        var model = GeneratedCode.Compile(ChildEmitter.Emit(space, child, options)).Create("Cifar");
        return (model, GeneratedModelTests.Images(child.Network));
    }

    private static void Set(object model, double rate) => model.GetType().GetProperty("DropPath")?.SetValue(model, rate);

    private static double Difference(Tensor a, Tensor b) => (a - b).abs().max().item<double>();
}
