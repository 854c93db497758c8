using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>
/// Reads a block of settings: each setting is asked for once by name, with its default and its range; what nobody asked for
/// is unknown.
/// </summary>
internal sealed class SettingsReader
{
    private static readonly string[] Optimizers = ["sgd", "adam", "adamw"];
    private static readonly string[] Augmentations = ["random_crop", "flip", "cutout"];

    private readonly Dictionary<string, SettingSyntax> settings = new(StringComparer.Ordinal);
    private readonly List<string> asked = [];
    private readonly string owner;
    private readonly Elaborator elaborator;
    private readonly DiagnosticBag diagnostics;

    public SettingsReader(string owner, ImmutableArray<SettingSyntax> syntax, Elaborator elaborator, DiagnosticBag diagnostics)
    {
        (this.owner, this.elaborator, this.diagnostics) = (owner, elaborator, diagnostics);
        foreach (var setting in syntax)
            if (!settings.TryAdd(setting.Name.Text, setting))
                diagnostics.Add(Diagnose.DuplicateSetting(setting.Name.Span, setting.Name.Text));
    }

    /// <summary>The names that were asked for so far.</summary>
    public IEnumerable<string> Asked => asked;

    public int Integer(string name, int standard, int minimum, int maximum = 1_000_000)
    {
        if (Take(name) is not { } setting || NumberOf(setting.Value, name) is not { } number)
            return standard;
        if (number != Math.Floor(number))
        {
            diagnostics.Add(Diagnose.NotAnInteger(setting.Value.Span, new NumberValue(number).Text));
            return standard;
        }

        return InRange(number, minimum, maximum, name, setting.Value.Span) ? (int)number : standard;
    }

    /// <summary>A number between the two, both included.</summary>
    public double Real(string name, double standard, double minimum, double maximum) =>
        Take(name) is { } setting && NumberOf(setting.Value, name) is { } number
        && InRange(number, minimum, maximum, name, setting.Value.Span)
            ? number
            : standard;

    /// <summary>Null where the program does not say it.</summary>
    public int? OptionalInteger(string name, int minimum, int maximum) => Has(name) ? Integer(name, minimum, minimum, maximum) : null;

    /// <inheritdoc cref="OptionalInteger"/>
    public double? OptionalReal(string name, double minimum, double maximum) =>
        Has(name) ? Real(name, minimum, minimum, maximum) : null;

    /// <summary>Settings that published systems have and that change nothing here: a warning each.</summary>
    public void NotCarriedOut(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Take(name) is { } setting)
                diagnostics.Add(Diagnose.SettingNotCarriedOut(setting.Name.Span, owner, name));
    }

    /// <summary>`lstm(35, layers: 2)`.</summary>
    public ControllerPlan Controller(string name, ControllerPlan standard)
    {
        if (Take(name) is not { } setting)
            return standard;
        if (setting.Value is not CallSyntax { Callee: NameExpressionSyntax { Name.Text: "lstm" } } call)
        {
            diagnostics.Add(Diagnose.WrongSettingValue(setting.Value.Span, name, "a network such as `lstm(35, layers: 2)`"));
            return standard;
        }

        var arguments = new SettingsReader("lstm", Named(call, "units"), elaborator, diagnostics);
        var plan = new ControllerPlan(
            arguments.Integer("units", standard.Units, 1, 4096), arguments.Integer("layers", 1, 1, 16));
        arguments.Finish();
        return plan;
    }

    /// <summary>A number above 0 that may move over the epochs: `linear(10, 0.1)`, `exponential(1, 0.03)`.</summary>
    public TemperaturePlan Temperature(string name, TemperaturePlan standard)
    {
        const double least = 1e-3;
        if (Take(name) is not { } setting)
            return standard;
        if (setting.Value is CallSyntax { Callee: NameExpressionSyntax { Name: var callee } } call)
            return Curve(callee, call, ["linear", "exponential"], standard.From, least) is var (schedule, from, to)
                ? new TemperaturePlan(schedule, from, to)
                : standard;
        return NumberOf(setting.Value, name) is { } value && InRange(value, least, 1000, name, setting.Value.Span)
            ? new TemperaturePlan(ScheduleKind.Constant, value, value)
            : standard;
    }

    /// <summary>`lstm(100, tanh: 1.1, op_tanh_reduce: 2.5, temperature: 5)`, into the plan of ENAS.</summary>
    public EnasPlan Controller(string name, EnasPlan standard)
    {
        if (Take(name) is not { } setting)
            return standard;
        if (setting.Value is not CallSyntax { Callee: NameExpressionSyntax { Name.Text: "lstm" } } call)
        {
            diagnostics.Add(Diagnose.WrongSettingValue(setting.Value.Span, name, "a network such as `lstm(100, tanh: 1.1)`"));
            return standard;
        }

        var arguments = new SettingsReader("lstm", Named(call, "units"), elaborator, diagnostics);
        var plan = standard with
        {
            Controller = new ControllerPlan(
                arguments.Integer("units", standard.Controller.Units, 1, 4096), arguments.Integer("layers", 1, 1, 16)),
            Tanh = arguments.OptionalReal("tanh", 1e-3, 1000),
            OperationTanh = arguments.Real("op_tanh_reduce", standard.OperationTanh, 1e-3, 1000),
            Temperature = arguments.Real("temperature", standard.Temperature, 1e-3, 1000),
        };
        arguments.Finish();
        return plan;
    }

    /// <summary>The learning rate of `adam(lr: 6e-4)`; other optimizers and settings are not for controllers.</summary>
    public double? OptionalAdamRate(string name)
    {
        if (Take(name) is not { } setting)
            return null;
        if (setting.Value is not CallSyntax { Callee: NameExpressionSyntax { Name.Text: "adam" } } call)
        {
            diagnostics.Add(Diagnose.WrongSettingValue(setting.Value.Span, name, "`adam(lr: ...)`"));
            return null;
        }

        var arguments = new SettingsReader("adam", Named(call, "lr"), elaborator, diagnostics);
        var rate = arguments.OptionalReal("lr", 0, 100);
        arguments.Finish();
        return rate;
    }

    public bool Boolean(string name, bool standard)
    {
        if (Take(name) is not { } setting)
            return standard;
        if (elaborator.EvaluateStatic(setting.Value) is BooleanValue boolean)
            return boolean.Truth;
        diagnostics.Add(Diagnose.WrongSettingValue(setting.Value.Span, name, "`true` or `false`"));
        return standard;
    }

    public OptimizerPlan Optimizer(string name, OptimizerPlan standard)
    {
        if (Take(name) is not { } setting)
            return standard;
        if (setting.Value is not CallSyntax { Callee: NameExpressionSyntax { Name: var callee } } call)
        {
            diagnostics.Add(Diagnose.WrongSettingValue(setting.Value.Span, name, "an optimizer such as `sgd(lr: 0.025)`"));
            return standard;
        }

        OptimizerKind? kind = callee.Text switch
        {
            "sgd" => OptimizerKind.Sgd,
            "adam" => OptimizerKind.Adam,
            "adamw" => OptimizerKind.AdamW,
            _ => null,
        };
        if (kind is null)
        {
            diagnostics.Add(Diagnose.UnknownOptimizer(
                callee.Span, "optimizer", callee.Text, SpellChecker.Suggest(callee.Text, Optimizers), "`sgd`, `adam` and `adamw`"));
            return standard;
        }

        return OptimizerOf(kind.Value, callee.Text, call, standard);
    }

    public ImmutableArray<Augmentation> Augment(string name)
    {
        if (Take(name) is not { } setting)
            return [];
        if (setting.Value is not ListSyntax list)
        {
            diagnostics.Add(Diagnose.WrongSettingValue(setting.Value.Span, name, "a list such as `[flip, cutout(16)]`"));
            return [];
        }

        return [.. list.Elements.Select(AugmentationOf).OfType<Augmentation>()];
    }

    /// <summary>Reports the settings that do not exist.</summary>
    public void Finish()
    {
        foreach (var setting in settings.Values.Where(s => !asked.Contains(s.Name.Text)))
            diagnostics.Add(Diagnose.UnknownSetting(
                setting.Name.Span, owner, setting.Name.Text, SpellChecker.Suggest(setting.Name.Text, asked),
                string.Join(", ", asked.Select(a => $"`{a}`"))));
    }

    private SettingSyntax? Take(string name)
    {
        if (!asked.Contains(name))
            asked.Add(name);
        return settings.GetValueOrDefault(name);
    }

    private OptimizerPlan OptimizerOf(OptimizerKind kind, string name, CallSyntax call, OptimizerPlan standard)
    {
        var arguments = new SettingsReader(name, Named(call, "lr"), elaborator, diagnostics);
        var rate = arguments.Rate("lr", standard.LearningRate);
        var plan = kind == OptimizerKind.Sgd
            ? new OptimizerPlan(
                kind,
                rate,
                arguments.Real("momentum", 0, 0, 1),
                arguments.Boolean("nesterov", false))
            : arguments.Betas(new OptimizerPlan(kind, rate));
        plan = plan with
        {
            WeightDecay = arguments.Real("weight_decay", 0, 0, 1),
            Clip = arguments.Has("clip") ? arguments.Real("clip", 0, 1e-9, 1e9) : null,
        };
        arguments.Finish();
        return plan;
    }

    private bool Has(string name) => Take(name) is not null;

    private OptimizerPlan Betas(OptimizerPlan plan)
    {
        if (Take("betas") is not { } setting)
            return plan;
        if (setting.Value is TupleSyntax { Items: [var first, var second] }
            && NumberOf(first, "betas") is { } beta1 && NumberOf(second, "betas") is { } beta2)
            return InRange(beta1, 0, 1, "betas", first.Span) && InRange(beta2, 0, 1, "betas", second.Span)
                ? plan with { Beta1 = beta1, Beta2 = beta2 }
                : plan;
        diagnostics.Add(Diagnose.WrongSettingValue(setting.Value.Span, "betas", "two numbers: `(0.9, 0.999)`"));
        return plan;
    }

    private LearningRate Rate(string name, LearningRate standard)
    {
        if (Take(name) is not { } setting)
            return standard;
        if (setting.Value is CallSyntax { Callee: NameExpressionSyntax { Name: var callee } } call)
            return Curve(callee, call, ["cosine", "linear"], 0.025, 0) is var (schedule, from, to) ? new LearningRate(schedule, from, to) : standard;
        return NumberOf(setting.Value, name) is { } rate && InRange(rate, 0, 1000, name, setting.Value.Span)
            ? new LearningRate(ScheduleKind.Constant, rate, rate)
            : standard;
    }

    /// <summary>`cosine(from, to)`, `linear(from, to)` or `exponential(from, to)`.</summary>
    private (ScheduleKind Schedule, double From, double To)? Curve(NameSyntax callee, CallSyntax call, string[] known, double standard, double least)
    {
        ScheduleKind? schedule = callee.Text switch
        {
            "cosine" => ScheduleKind.Cosine,
            "linear" => ScheduleKind.Linear,
            "exponential" => ScheduleKind.Exponential,
            _ => null,
        };
        if (schedule is null || !known.Contains(callee.Text))
        {
            diagnostics.Add(Diagnose.UnknownOptimizer(
                callee.Span, "schedule", callee.Text, SpellChecker.Suggest(callee.Text, known),
                $"a number, {string.Join(" and ", known.Select(k => $"`{k}(from, to)`"))}"));
            return null;
        }

        var arguments = new SettingsReader(callee.Text, Named(call, "from", "to"), elaborator, diagnostics);
        var from = arguments.Real("from", standard, least, 1000);
        var to = arguments.Real("to", least, least, 1000);
        arguments.Finish();
        return (schedule.Value, from, to);
    }

    private Augmentation? AugmentationOf(ElementSyntax element)
    {
        var value = (element as SingleElementSyntax)?.Value;
        var (name, arguments) = value switch
        {
            NameExpressionSyntax n => (n.Name, ImmutableArray<SettingSyntax>.Empty),
            CallSyntax { Callee: NameExpressionSyntax n } call => (n.Name, Named(call, n.Name.Text == "cutout" ? "length" : "pad")),
            _ => (null, []),
        };
        if (name is null)
        {
            diagnostics.Add(Diagnose.WrongSettingValue(element.Span, "augment", "`random_crop(pad)`, `flip` or `cutout(length)` here"));
            return null;
        }

        var reader = new SettingsReader(name.Text, arguments, elaborator, diagnostics);
        Augmentation? augmentation = name.Text switch
        {
            "random_crop" => new RandomCrop(reader.Integer("pad", 4, 0, 1024)),
            "flip" => new HorizontalFlip(),
            "cutout" => new Cutout(reader.Integer("length", 16, 1, 4096)),
            _ => null,
        };
        if (augmentation is null)
            diagnostics.Add(Diagnose.UnknownOptimizer(
                name.Span, "augmentation", name.Text, SpellChecker.Suggest(name.Text, Augmentations),
                "`random_crop(pad)`, `flip` and `cutout(length)`"));
        else
            reader.Finish();
        return augmentation;
    }

    /// <summary>The arguments of a call as settings; those without a name are called after their place.</summary>
    private ImmutableArray<SettingSyntax> Named(CallSyntax call, params ReadOnlySpan<string> positions)
    {
        var result = ImmutableArray.CreateBuilder<SettingSyntax>();
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var argument = call.Arguments[i];
            if (argument.Name is { } name)
                result.Add(new SettingSyntax(name, argument.Value, argument.Span));
            else if (i < positions.Length)
                result.Add(new SettingSyntax(new NameSyntax(positions[i], argument.Span), argument.Value, argument.Span));
            else
                diagnostics.Add(Diagnose.TooManyArguments(argument.Span, (call.Callee as NameExpressionSyntax)?.Name.Text ?? "this", positions.Length));
        }

        return result.ToImmutable();
    }

    private double? NumberOf(ExpressionSyntax syntax, string setting)
    {
        switch (elaborator.EvaluateStatic(syntax))
        {
            case NumberValue number:
                return number.Number;
            case UnknownValue:
                return null;
            default:
                diagnostics.Add(Diagnose.WrongSettingValue(syntax.Span, setting, "a number"));
                return null;
        }
    }

    private bool InRange(double number, double minimum, double maximum, string name, TextSpan span)
    {
        if (number >= minimum && number <= maximum)
            return true;
        diagnostics.Add(Diagnose.OutOfRange(span, name, $"between {new NumberValue(minimum).Text} and {new NumberValue(maximum).Text}", new NumberValue(number).Text));
        return false;
    }
}
