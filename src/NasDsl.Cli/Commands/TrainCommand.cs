using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Training;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc train`: an architecture from scratch to a tested model.</summary>
internal static class TrainCommand
{
    private const string Random = "random", Inference = "inference";

    public static Command Create(CommandContext context)
    {
        var options = new TrainingOptions();
        var optimizer = new OptimizerArguments(
            "Compute the gradients of wide and dilated depthwise convolutions fast (the default on the CPU)", "Train the child as it is declared");
        var architecture = CommonOptions.Architecture(
            "The architecture (.arch.json), or `random` for one drawn by the seed among those that satisfy the constraints");
        var testImages = CommonOptions.Count("--test-images", "Test on only so many images, chosen by the seed");
        var dropPath = Real("--drop-path", "The probability of dropping an edge, instead of what the program says", below: 1);
        var auxiliary = Real("--auxiliary", "The weight of the auxiliary tower's loss, instead of what the program says", below: 1e6);
        var rate = Real("--lr", "The learning rate to begin with, instead of what the program says", below: 1e3);
        var plain = new Option<bool>("--no-augment") { Description = "Take the images as they are, instead of what `augment` says" };
        var testLast = new Option<bool>("--test-last") { Description = "Test after the last epoch only, not after each" };
        var stepLosses = CommonOptions.Flag("--step-losses", "Also write the loss of each step, to steps.csv");
        var export = CommonOptions.Word(
            "--export", "Also write the trained network, normalizations folded, to a folder of this name in the run's", Inference);
        return context.Command(
            "train", "Train an architecture from scratch and test it", CommonOptions.Diagnostics(),
            [.. options.Symbols, architecture, .. optimizer.ForChildren, export, testImages, testLast, stepLosses, rate, plain, dropPath, auxiliary],
            (session, parsed) =>
            {
                var program = options.Load(session, parsed);
                var settings = options.Read(parsed);
                settings = settings with { LowersDepthwise = optimizer.Lowers(parsed) ?? RunSettings.LowersOn(settings.Device) };
                var plan = program.Compilation.Train;
                Start(session, program, settings, Choose(session, program, parsed.GetValue(architecture), settings.Seed), plan with
                {
                    Epochs = parsed.GetValue(options.Epochs) ?? plan.Epochs,
                    Batch = parsed.GetValue(options.Batch) ?? plan.Batch,
                    DropPath = parsed.GetValue(dropPath) ?? plan.DropPath,
                    Auxiliary = parsed.GetValue(auxiliary) ?? plan.Auxiliary,
                    Augment = parsed.GetValue(plain) ? [] : plan.Augment,
                    Weights = parsed.GetValue(rate) is { } from
                        ? plan.Weights with { LearningRate = plan.Weights.LearningRate with { From = from } }
                        : plan.Weights,
                }, new ReportSettings(
                    parsed.GetValue(testImages), parsed.GetValue(testLast), parsed.GetValue(stepLosses), parsed.GetValue(export) == Inference));
            });
    }

    /// <summary>A method of its own, so that the other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(
        Session session, LoadedProgram program, RunSettings settings, Architecture architecture, TrainPlan plan, ReportSettings report) =>
        TorchBoundary.Run(
            session, settings, () => new TrainRun(session, program, settings, architecture, plan, report).Execute());

    private static Architecture Choose(Session session, LoadedProgram program, string? given, long seed)
    {
        if (given == Random)
            return SampleCommand.Draw(program, seed, constrained: true).First();
        if (given is not null)
            return ProgramLoader.LoadArchitecture(session, given, program.Trained);
        return program.Trained.Decisions.IsEmpty
            ? Architecture.Empty
            : throw new InputException(Diagnose.ArchitectureNeeded(program.Trained.Name, program.Trained.Decisions.Length));
    }

    private static Option<double?> Real(string name, string description, double below) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value < below)
                return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"`{name}` takes a number from 0 to less than {below}, not `{text}`"));
            return null;
        },
    };
}
