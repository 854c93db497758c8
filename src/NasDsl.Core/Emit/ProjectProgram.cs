using System.Globalization;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>The `Program.cs` of an exported project: reads its options, trains, writes what came out.</summary>
internal static class ProjectProgram
{
    /// <summary>Trains a child from scratch and tests it.</summary>
    public static string Child(SearchSpace child, TrainPlan plan, bool hasTower)
    {
        var type = $"{GeneratedNames.Namespace(child)}.{GeneratedNames.Child(child)}";
        var model = new List<string> { "network" };
        if (plan.DropPath > 0)
            model.Add("SetDropPath: rate => network.DropPath = rate");
        if (hasTower)
        {
            model.Add($"Auxiliary: new {GeneratedNames.Namespace(child)}.{GeneratedNames.Auxiliary(child)}()");
            model.Add("ForwardWithFeatures: network.ForwardWithFeatures");
        }
        return Program(child, $"Trains `{child.Name}` and tests it.", $$"""
                torch.manual_seed(options.Seed ?? 0);
                using var network = new {{type}}();
                var child = new ChildModel({{string.Join(", ", model)}});
                var settings = new TrainSettings
                {
                    Epochs = options.Epochs ?? {{plan.Epochs}},
                    BatchSize = {{plan.Batch}},
                    Optimizer = {{Optimizer(plan.Weights)}},
                    Augment = [{{string.Join(", ", plan.Augment.Select(Augment))}}],
                    DropPath = {{Real(plan.DropPath)}},
                    Auxiliary = {{(hasTower ? Real(plan.Auxiliary) : "0")}},
                    LabelSmoothing = {{Real(plan.LabelSmoothing)}},
                    Seed = options.Seed ?? 0,
                    Device = options.Device,
                };
                using var report = new Report(Path.Combine(options.Out, "metrics.csv"), "test");
                var result = new ChildTrainer(child, settings).Run(
                    DatasetCatalog.Open(options.Data), {{ImageShape(child)}}, report, cancellation.Token);
                ModuleWeights.SaveWeights(network, Path.Combine(options.Out, "weights.safetensors"));
                if (result.Test is { } test)
                    Console.WriteLine(FormattableString.Invariant($"test accuracy {test.Accuracy:0.0000}, loss {test.Loss:0.0000}"));
            """);
    }

    /// <summary>Searches a supernet as its strategy says, and writes the architecture.</summary>
    public static string Supernet(SearchSpace space, SupernetPlan plan, string fingerprint)
    {
        var type = $"{GeneratedNames.Namespace(space)}.{GeneratedNames.Supernet(space)}";
        var method = ProjectSearch.Of(plan);
        return Program(space, $"Searches the architecture of `{space.Name}` by `{plan.Name}`.", $$"""
                torch.manual_seed(options.Seed ?? 0);
                using var network = new {{type}}();
                var epochs = options.Epochs ?? {{plan.Epochs}};{{method.Before}}
                var settings = new SearchSettings
                {
                    Method = {{method.Method}},
                    Epochs = {{method.Epochs}},
                    BatchSize = {{plan.Batch}},
                    TrainFraction = {{Real(plan.Split)}},
                    Weights = {{Optimizer(plan.Weights)}},
                    Alphas = {{Optimizer(method.Alphas)}},
                    Seed = options.Seed ?? 0,
                    Device = options.Device,
                };
                using var report = new Report(Path.Combine(options.Out, "metrics.csv"), "validation");
                var paths = new SupernetPaths(
                    network.Take, network.Weigh, network.Release,
                    network.Decisions.Values.Where(d => d.Count is not null).ToDictionary(d => d.Name, d => d.Count ?? (1, 1)));
                new SupernetSearch(new SupernetModel(network, network.Alphas) { Paths = paths }, settings).Run(
                    new ImageSource(DatasetCatalog.Open(options.Data), {{ImageShape(space)}}), report, cancellation.Token);
                ModuleWeights.SaveWeights(network, Path.Combine(options.Out, "supernet.safetensors"));
                var chosen = network.Discretize();
                var decisions = network.Decisions.Values
                    .Where(decision => chosen.ContainsKey(decision.Name))
                    .ToDictionary(
                        decision => decision.Name,
                        decision => decision.Count is null && !decision.IsOrder ? (object)chosen[decision.Name][0] : chosen[decision.Name]);
                var architecture = new { network = "{{space.Name}}", fingerprint = "{{fingerprint}}", decisions };
                var json = System.Text.Json.JsonSerializer.Serialize(
                    architecture, new System.Text.Json.JsonSerializerOptions { WriteIndented = true, NewLine = "\n" });
                File.WriteAllText(Path.Combine(options.Out, "{{space.Name}}.arch.json"), json + "\n");
                Console.WriteLine(json);
            """);
    }

    /// <summary>Loads the weights of a child for inference and tests it.</summary>
    public static string Inference(SearchSpace space, (IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation) normalization)
    {
        var type = $"{GeneratedNames.Namespace(space)}.{GeneratedNames.Inference(space)}";
        return $$"""
            // <auto-generated>
            // Tests `{{space.Name}}` for inference. Made from {{space.Source}} by nasc.
            // </auto-generated>
            #nullable enable

            using TorchSharp;
            using {{GeneratedNames.Training(space)}};

            return Run(args);

            static int Run(string[] arguments)
            {
                if (arguments is not (["--data", _] or ["--data", _, "--weights", _]))
                {
                    Console.Error.WriteLine("error: it takes `--data`, then perhaps `--weights`\nusage: dotnet run -- --data NAME_OR_FOLDER [--weights FILE]");
                    return 2;
                }
                try
                {
                    using var network = new {{type}}();
                    ModuleWeights.LoadWeights(network, arguments is [_, _, _, var weights] ? weights : "{{WeightsFile}}");
                    // As in training: a pixel from 0 to 1 less the mean, divided by the deviation.
                    var normalization = new Normalization([{{Reals(normalization.Mean)}}], [{{Reals(normalization.Deviation)}}]);
                    var images = new ImageBatches(DatasetCatalog.Open(arguments[1]).Test, normalization, {{ImageShape(space)}}, 128);
                    var test = Classifier.Evaluate(network, images, Devices.Parse("cpu"));
                    Console.WriteLine(FormattableString.Invariant($"test accuracy {test.Accuracy:0.0000}, loss {test.Loss:0.0000}"));
                    return 0;
                }
                catch (CodedException exception)
                {
                    Console.Error.WriteLine($"error[{exception.Code}]: {exception.Message}");
                    if (exception.Help is { } help)
                        Console.Error.WriteLine($"  = help: {help}");
                    return 1;
                }
            }

            """.ReplaceLineEndings("\n");

        static string Reals(IReadOnlyList<double> values) => string.Join(", ", values.Select(Real));
    }

    /// <summary>The file of a model's weights, beside its C#.</summary>
    public const string WeightsFile = "weights.safetensors";

    private static string Program(SearchSpace space, string summary, string body) => $$""""
        // <auto-generated>
        // {{summary}} Made from {{space.Source}} by nasc.
        // </auto-generated>
        #nullable enable

        using TorchSharp;
        using {{GeneratedNames.Training(space)}};

        return Run(args);

        static int Run(string[] arguments)
        {
            const string usage = """
                usage: dotnet run -- --data NAME_OR_FOLDER [--epochs N] [--seed N] [--device cpu|cuda[:N]] [--out FOLDER]
                """;
            if (Options.Parse(arguments, out var problem) is not { } options)
            {
                Console.Error.WriteLine($"error: {problem}\n{usage}");
                return 2;
            }
            using var cancellation = new CancellationTokenSource();
            Console.CancelKeyPress += (_, pressed) =>
            {
                pressed.Cancel = true;
                cancellation.Cancel();
            };
            try
            {
                Directory.CreateDirectory(options.Out);
        {{Deeper(body)}}
                return 0;
            }
            catch (CodedException exception)
            {
                Console.Error.WriteLine($"error[{exception.Code}]: {exception.Message}");
                if (exception.Help is { } help)
                    Console.Error.WriteLine($"  = help: {help}");
                return 1;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"error: {exception.Message}");
                return 1;
            }
        }

        /// <summary>What the command line says.</summary>
        internal sealed record Options(string Data, int? Epochs, int? Seed, string Device, string Out)
        {
            private static readonly string[] Names = ["--data", "--epochs", "--seed", "--device", "--out"];

            public static Options? Parse(string[] arguments, out string problem)
            {
                var values = new Dictionary<string, string>();
                for (var i = 0; i < arguments.Length; i += 2)
                {
                    problem = !Names.Contains(arguments[i]) ? $"unknown option `{arguments[i]}`"
                        : i + 1 == arguments.Length ? $"`{arguments[i]}` needs a value"
                        : "";
                    if (problem.Length > 0)
                        return null;
                    values[arguments[i]] = arguments[i + 1];
                }
                problem = !values.ContainsKey("--data") ? "`--data` is missing"
                    : !IsNumber("--epochs", 1) ? "`--epochs` takes a number from 1 on"
                    : !IsNumber("--seed", 0) ? "`--seed` takes a number from 0 on"
                    : "";
                return problem.Length > 0 ? null : new Options(
                    values["--data"], Number("--epochs"), Number("--seed"), values.GetValueOrDefault("--device", "cpu"),
                    values.GetValueOrDefault("--out", "out"));

                bool IsNumber(string name, int least) =>
                    !values.ContainsKey(name) || (int.TryParse(values[name], out var number) && number >= least);
                int? Number(string name) => values.TryGetValue(name, out var text) ? int.Parse(text) : null;
            }
        }

        /// <summary>Prints a line an epoch, and keeps it in a file.</summary>
        internal sealed class Report(string path, string heldOut) : ITrainingObserver, IDisposable
        {
            private readonly MetricsCsv metrics = new(path, heldOut);

            public void OnStep(StepReport report)
            {
            }

            public void OnEpoch(EpochReport report)
            {
                metrics.Append(report);
                var held = report.HeldOut is { } evaluation
                    ? FormattableString.Invariant($", {heldOut} accuracy {evaluation.Accuracy:0.0000}")
                    : "";
                Console.WriteLine(FormattableString.Invariant(
                    $"epoch {report.Epoch}/{report.Epochs}: loss {report.TrainLoss:0.0000}, accuracy {report.TrainAccuracy:0.0000}{held}"));
            }

            public void Dispose() => metrics.Dispose();
        }

        """".ReplaceLineEndings("\n");

    private static string Deeper(string lines) =>
        string.Join('\n', lines.ReplaceLineEndings("\n").Split('\n').Select(line => "    " + line));

    private static string ImageShape(SearchSpace space)
    {
        var network = space.Network;
        if (network.Inputs is not [{ Shape.IsImage: true } image] || network.Outputs.Length != 1 || network.ShapeOf(network.Outputs[0]).Rank != 1)
            throw new EmitException($"`{space.Name}` cannot be trained as a project: that needs one image as input and one vector as output");
        return $"new ImageShape({image.Shape.Channels}, {image.Shape.Height}, {image.Shape.Width})";
    }

    private static string Optimizer(OptimizerPlan plan)
    {
        var rate = plan.LearningRate.Schedule == ScheduleKind.Constant
            ? $"new LearningRate.Constant({Real(plan.LearningRate.From)})"
            : $"new LearningRate.{plan.LearningRate.Schedule}({Real(plan.LearningRate.From)}, {Real(plan.LearningRate.To)})";
        return $"new() {{ Kind = OptimizerKind.{plan.Kind}, LearningRate = {rate}, "
            + (plan.Kind == OptimizerKind.Sgd
                ? $"Momentum = {Real(plan.Momentum)}, Nesterov = {(plan.Nesterov ? "true" : "false")}, "
                : $"Beta1 = {Real(plan.Beta1)}, Beta2 = {Real(plan.Beta2)}, ")
            + $"WeightDecay = {Real(plan.WeightDecay)}, Clip = {Real(plan.Clip ?? 0)} }}";
    }

    private static string Augment(Augmentation augmentation) => augmentation switch
    {
        RandomCrop crop => $"new RandomCrop({crop.Pad})",
        Cutout cutout => $"new Cutout({cutout.Length})",
        _ => "new HorizontalFlip()",
    };

    internal static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
