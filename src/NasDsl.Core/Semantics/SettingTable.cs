using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Standard;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>A setting of a `search` or `train` block.</summary>
/// <param name="Sample">A value to begin with, or empty.</param>
public sealed record SettingInfo(string Name, string Sample, string Doc);

/// <summary>The settings that blocks take, for editors. <see cref="PlanBinder"/> reads them.</summary>
public static class SettingTable
{
    /// <summary>Those of `search darts`.</summary>
    public static ImmutableArray<SettingInfo> Darts { get; } =
    [
        new("order", "1", "The order of the gradient of the alphas: 1, or 2 for the unrolled one."),
        new("alphas", "adam(lr: 3e-4, betas: (0.5, 0.999), weight_decay: 1e-3)", "The optimizer of the alphas."),
        new("epochs", "50", "How often the search sees all of its training data."),
        new("batch", "64", "How many examples are in a step."),
        new("split", "50%", "The share of the training data that trains the weights; the rest trains the alphas."),
        new("weights", "sgd(lr: cosine(0.025, 0.001), momentum: 0.9, weight_decay: 3e-4, clip: 5)", "The optimizer of the weights."),
        new("affine", "false", "Whether batch normalizations in the cells of the supernet have weights."),
    ];

    /// <summary>Those of `train`.</summary>
    public static ImmutableArray<SettingInfo> Train { get; } =
    [
        new("epochs", "600", "How often training sees all of its data."),
        new("batch", "96", "How many examples are in a step."),
        new("weights", "sgd(lr: cosine(0.025), momentum: 0.9, weight_decay: 3e-4, clip: 5)", "The optimizer of the weights."),
        new("augment", "[random_crop(pad: 4), flip, cutout(16)]", "What is done to the images of a step."),
        new("drop_path", "0.2", "How likely a path is dropped at the end of training; it grows from 0."),
        new("auxiliary", "0.4", "The weight of the loss of the auxiliary head; 0 for none."),
        new("label_smoothing", "0.1", "The share of each label that is spread over all classes."),
    ];

    /// <summary>The names of the strategies of `search`.</summary>
    public static ImmutableArray<string> Strategies => PlanBinder.StrategyNames;

    /// <summary>The settings of a strategy; of one that is not carried out yet none are known.</summary>
    public static ImmutableArray<SettingInfo> Of(string strategy)
    {
        if (strategy == "darts")
            return Darts;
        var (sampling, supernet) = (StrategyPlans.Find(strategy), SupernetPlans.Find(strategy));
        if (sampling is null && supernet is null)
            return [];
        // The binder itself says what it asks for.
        var diagnostics = new DiagnosticBag();
        var modules = ModuleLoader.Load(new SourceText("", ""), null, StandardLibrary.Shared);
        var elaborator = new Elaborator(modules, OperationCatalog.Standard, diagnostics, new ElaborationOptions(), new DeclarationUses());
        var reader = new SettingsReader(strategy, [], elaborator, diagnostics);
        if (sampling is not null)
            StrategyBinder.Bind(sampling, reader);
        if (supernet is not null)
            SupernetBinder.Bind(supernet, reader);
        return [.. reader.Asked.Select(name => new SettingInfo(name, "", $"A setting of `search {strategy}`."))];
    }
}
