namespace NasDsl.Torch.Tests.Training;

public sealed class OneShotTests
{
    private static readonly ImageDataset Dataset = SyntheticData.Create();

    private static readonly SearchSettings Settings = new()
    {
        Epochs = 3,
        BatchSize = 16,
        Weights = new() { Kind = OptimizerKind.Sgd, LearningRate = new LearningRate.Cosine(0.1, 0.01), Momentum = 0.9, Clip = 5 },
        Alphas = new() { Kind = OptimizerKind.Adam, LearningRate = new LearningRate.Constant(0.1), Beta1 = 0.5 },
        Threads = 1,
    };

    [Theory, MemberData(nameof(PathProgram.Names), MemberType = typeof(PathProgram))]
    public void The_better_operation_is_found(string name)
    {
        var result = Search(PathProgram.Create(1), name, Settings with { Epochs = 12 });
        var architecture = result.Architecture;
        if (architecture is null)
        {
            Assert.True(result.Alphas["y"][1] > result.Alphas["y"][0], string.Join(' ', result.Alphas["y"]));
            Assert.True(result.Alphas["z.edges"][1] > result.Alphas["z.edges"][0], string.Join(' ', result.Alphas["z.edges"]));
            return;
        }
        Assert.Equal(["sees"], architecture["y"]);
        Assert.Equal(["seen"], architecture["z.edges"]);
    }

    [Theory, MemberData(nameof(PathProgram.Names), MemberType = typeof(PathProgram))]
    public void A_search_that_goes_on_ends_as_one_that_did_not_stop(string name)
    {
        var model = PathProgram.Create(1);
        var whole = Search(model, name, Settings);
        foreach (var steps in new[] { 1, 3, 5, 9 })
        {
            var (resumed, other) = StopAndGoOn(name, steps);
            Assert.Equal(Text(whole), Text(resumed));
            Assert.All(model.Network.state_dict(), item => Assert.True(item.Value.SameAs(other.Network.state_dict()[item.Key]), item.Key));
        }
    }

    [Fact]
    public void An_evolution_that_was_stopped_goes_on()
    {
        var whole = Search(PathProgram.Create(1), "single_path", Settings);
        using CancellationTokenSource stop = new();
        Checkpoint? kept = null;
        var evaluated = 0;
        var recorder = new Recorder();
        var stopped = new SupernetSearch(PathProgram.Create(1), WithMethod("single_path")) { Keep = checkpoint => { kept = checkpoint; if (++evaluated == 3) stop.Cancel(); } }
            .Run(new ImageSource(Dataset, SyntheticData.Shape), recorder, stop.Token);
        Assert.True(stopped.Stopped);
        Assert.Null(stopped.Architecture);
        Assert.Equal(3, stopped.Epochs.Count);
        var resumed = new SupernetSearch(PathProgram.Create(2), WithMethod("single_path")) { From = kept }
            .Run(new ImageSource(Dataset, SyntheticData.Shape));
        Assert.Equal(Text(whole), Text(resumed));
    }

    /// <summary>Where dropout comes before a normalization, the statistics that are measured anew depend on random numbers.</summary>
    [Fact]
    public void An_evaluation_that_was_stopped_draws_the_same_random_numbers_again()
    {
        var space = NasDsl.Compilation.Create(new NasDsl.Text.SourceText("""
            network Dropped(image: [1, 4, 4]) {
              y = image |> conv(4, 3) |> dropout(0.5) |> choose { one = conv(4, 3) >> bn, two = conv(4, 1) >> bn >> relu, three = bn }
              output y |> flatten |> linear(3)
            }
            """, "dropped.nas")).SupernetSpace ?? throw new InvalidOperationException();
        var code = NasDsl.Emit.SupernetEmitter.Emit(space);
        var settings = Settings with
        {
            Epochs = 1,
            Method = new SinglePathMethod(
                NasDsl.Search.DecisionSpace.Of(space), NasDsl.IR.SupernetPlans.SinglePath with { Population = 3, Generations = 0, Calibration = 3 }),
        };
        var whole = Run(null, new StoppingSource(int.MaxValue, default));
        foreach (var passes in new[] { 1, 2, 4, 5, 8 })
        {
            using CancellationTokenSource stop = new();
            Checkpoint? kept = null;
            Run(null, new StoppingSource(passes, stop), c => kept = c);
            Assert.Equal(whole, Run(kept ?? throw new InvalidOperationException("nothing was kept"), new StoppingSource(int.MaxValue, default)));
        }

        // The accuracies and the statistics that the last evaluation left.
        string Run(Checkpoint? from, StoppingSource source, Action<Checkpoint>? keep = null)
        {
            var model = GeneratedModels.CreateSupernet(code, NasDsl.Emit.GeneratedNames.Supernet(space), 1);
            var result = new SupernetSearch(model, settings) { From = from, Keep = keep }.Run(source, null, source.Token);
            var buffers = model.Network.named_buffers().Select(b => $"{b.name} {string.Join(' ', b.buffer.to(TorchSharp.torch.ScalarType.Float64).data<double>().ToArray())}");
            return $"{result.Stopped}\n{string.Join('\n', result.Architecture?["y"] ?? [])}\n{string.Join('\n', buffers)}";
        }
    }

    /// <summary>Evolution over the whole space ends with the architecture that one-shot evaluation finds best, of the same value.</summary>
    [Fact]
    public void A_trained_supernet_judges_as_its_own_search_does()
    {
        var plan = NasDsl.IR.SupernetPlans.SinglePath with { Population = 100, Generations = 0, Calibration = 2 };
        var settings = Settings with { Method = new SinglePathMethod(PathProgram.Decisions, plan) };
        var model = PathProgram.Create(1);
        var found = new SupernetSearch(model, settings).Run(new ImageSource(Dataset, SyntheticData.Shape));
        using SupernetEvaluator evaluator = new(model, new ImageSource(Dataset, SyntheticData.Shape), settings, plan.Calibration);
        var space = PathProgram.Decisions;
        var judged = space.All().Select(c => evaluator.Evaluate(LabelsOf(space.ArchitectureOf(c)))).ToList();
        Assert.NotNull(found.Architecture);
        Assert.Equal(judged.Max(j => j.Accuracy), evaluator.Evaluate(found.Architecture).Accuracy);
        Assert.True(judged.Max(j => j.Accuracy) > judged.Min(j => j.Accuracy));
        Assert.Equal(judged, space.All().Select(c => evaluator.Evaluate(LabelsOf(space.ArchitectureOf(c)))));
    }

    /// <summary>Operations of one shape, and layers of several sizes: each child has exactly its share.</summary>
    [Fact]
    public void A_child_with_inherited_weights_computes_what_the_supernet_does()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using TemporaryFolder folder = new();
        var space = NasDsl.Compilation.Create(new NasDsl.Text.SourceText("""
            network Shared(image: [1, 4, 4]) {
              width = choose { 2, 4 }
              stem  = image |> conv(width, 3) |> bn |> relu
              y     = stem |> choose { one = conv(4, 3), other = conv(4, 3) >> relu, none = conv(4, 1) }
              output y |> bn |> global_avg_pool |> linear(3)
            }
            """, "shared.nas")).SupernetSpace ?? throw new InvalidOperationException();
        var supernet = GeneratedModels.CreateSupernet(
            NasDsl.Emit.SupernetEmitter.Emit(space), NasDsl.Emit.GeneratedNames.Supernet(space), 4);
        ModuleWeights.SaveWeights(supernet.Network, folder["s.safetensors"]);
        var weights = InheritableWeights.Read(folder["s.safetensors"], space);
        var images = TorchSharp.torch.randn(5, 1, 4, 4);
        foreach (var architecture in NasDsl.Search.DecisionSpace.Of(space).All().Select(NasDsl.Search.DecisionSpace.Of(space).ArchitectureOf))
        {
            var code = NasDsl.Emit.ChildEmitter.Emit(space, NasDsl.Analysis.ArchitectureResolver.Resolve(space, architecture), new NasDsl.Emit.EmitOptions());
            var child = GeneratedModels.CreateChild(code, NasDsl.Emit.GeneratedNames.Child(space), 9).Network;
            Assert.Equal(child.parameters().Count(), weights.CopyTo(child, architecture));
            supernet.Paths?.Take(LabelsOf(architecture));
            Assert.InRange((child.call(images) - supernet.Network.call(images)).abs().max().item<float>(), 0, 1e-5);
        }
    }

    /// <summary>A cell that is computed at every step, with its own normalizations, dropout and a tied output.</summary>
    [Fact]
    public void A_recurrent_child_with_inherited_weights_computes_what_the_supernet_does()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using TemporaryFolder folder = new();
        var space = NasDsl.Compilation.Create(new NasDsl.Text.SourceText("""
            op Edge(s) = s |> linear(6, bias: false) |> choose { tanh, sigmoid, norm = bn }
            cell Step(x, h) {
              first = concat(x, h) |> linear(6)
              nodes n[2] from first = sum(choose 1 of [s |> Edge for s in n])
              output mean(loose(n))
            }
            network Text(tokens: [5] of 9) {
              e = tokens |> embedding(6)
              y = e |> locked_dropout(0.2) |> recurrent(Step)
              output y |> tied_linear(e)
            }
            search single_path { epochs = 1, affine = true }
            """, "text.nas")).SupernetSpace ?? throw new InvalidOperationException();
        var supernet = GeneratedModels.CreateSupernet(
            NasDsl.Emit.SupernetEmitter.Emit(space), NasDsl.Emit.GeneratedNames.Supernet(space), 4);
        ModuleWeights.SaveWeights(supernet.Network, folder["s.safetensors"]);
        var weights = InheritableWeights.Read(folder["s.safetensors"], space);
        var tokens = TorchSharp.torch.randint(9, [4, 5], dtype: TorchSharp.torch.ScalarType.Int64);
        var all = NasDsl.Search.DecisionSpace.Of(space).All().Select(NasDsl.Search.DecisionSpace.Of(space).ArchitectureOf).ToList();
        Assert.Equal(18, all.Count);
        foreach (var architecture in all)
        {
            var code = NasDsl.Emit.ChildEmitter.Emit(space, NasDsl.Analysis.ArchitectureResolver.Resolve(space, architecture), new NasDsl.Emit.EmitOptions());
            var child = GeneratedModels.CreateChild(code, NasDsl.Emit.GeneratedNames.Child(space), 9).Network;
            Assert.Equal(child.parameters().Count(), weights.CopyTo(child, architecture));
            supernet.Paths?.Take(LabelsOf(architecture));
            TorchSharp.torch.manual_seed(5);
            var expected = supernet.Network.call(tokens);
            TorchSharp.torch.manual_seed(5);
            Assert.InRange((child.call(tokens) - expected).abs().max().item<float>(), 0, 1e-5);
        }
    }

    [Fact]
    public void A_checkpoint_of_another_search_is_refused()
    {
        Checkpoint? kept = null;
        new SupernetSearch(TinySupernet.Create(0), Settings) { Keep = checkpoint => kept = checkpoint }
            .Run(new ImageSource(Dataset, SyntheticData.Shape));
        var search = new SupernetSearch(PathProgram.Create(1), WithMethod("gdas")) { From = kept };
        var error = Assert.Throws<WeightsException>(() => search.Run(new ImageSource(Dataset, SyntheticData.Shape)));
        Assert.Contains("belongs to another search", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_leaves_the_last_checkpoint()
    {
        var kept = 0;
        var settings = WithMethod("gdas") with
        {
            Weights = Settings.Weights with { LearningRate = new LearningRate.Linear(0.1, 1e30), Clip = 0, Momentum = 0 },
        };
        var search = new SupernetSearch(PathProgram.Create(1), settings) { Keep = _ => kept++ };
        var error = Assert.Throws<TrainingException>(() => search.Run(new ImageSource(Dataset, SyntheticData.Shape)));
        Assert.Equal(TrainingException.NotFinite, error.Code);
        Assert.InRange(kept, 1, 2);
    }

    private static (SearchResult Result, SupernetModel Model) StopAndGoOn(string name, int steps)
    {
        using TemporaryFolder folder = new();
        var path = Path.Combine(folder.Path, "checkpoint.safetensors");
        using CancellationTokenSource stop = new();
        new SupernetSearch(PathProgram.Create(1), WithMethod(name)) { Keep = checkpoint => checkpoint.Write(path) }.Run(
            new ImageSource(Dataset, SyntheticData.Shape), new Recorder(_ => { if (--steps == 0) stop.Cancel(); }), stop.Token);
        // Another model, other weights, another state of the generator: all of it comes from the checkpoint.
        var model = PathProgram.Create(2);
        return (new SupernetSearch(model, WithMethod(name)) { From = Checkpoint.Read(path) }.Run(
            new ImageSource(Dataset, SyntheticData.Shape)), model);
    }

    private static Dictionary<string, string[]> LabelsOf(NasDsl.IR.Architecture architecture) =>
        architecture.Choices.ToDictionary(choice => choice.Key, choice => choice.Value.ToArray());

    private static SearchSettings WithMethod(string name) => Settings with { Method = PathProgram.Method(name) };

    private static SearchResult Search(SupernetModel model, string name, SearchSettings settings) =>
        new SupernetSearch(model, settings with { Method = PathProgram.Method(name) }).Run(new ImageSource(Dataset, SyntheticData.Shape));

    private static string Text(SearchResult result) => string.Join('\n',
    [
        .. result.Alphas.OrderBy(item => item.Key).Select(item => $"{item.Key} {string.Join(' ', item.Value.Select(BitConverter.DoubleToInt64Bits))}"),
        .. result.Epochs.Select(epoch => FormattableString.Invariant($"{epoch.TrainLoss:R} {epoch.TrainAccuracy:R} {epoch.HeldOut} {epoch.ImagesSeen}")),
        .. (result.Architecture ?? new Dictionary<string, string[]>()).OrderBy(item => item.Key).Select(item => $"{item.Key} {string.Join(' ', item.Value)}"),
    ]);
}
