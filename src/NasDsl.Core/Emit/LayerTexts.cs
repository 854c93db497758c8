using System.Collections.Immutable;
using System.Globalization;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Operations.Library;

namespace NasDsl.Emit;

/// <summary>A module's field type and the expression that makes it, as <see cref="Template"/> texts.</summary>
internal sealed record ModuleText(string Type, string Construct)
{
    /// <summary>The operations inside, by where they are.</summary>
    public ImmutableArray<ModuleLeaf> Leaves { get; init; } = [];
}

/// <summary>A layer with weights inside a module.</summary>
/// <param name="Path">The names of the modules down to it; empty for the module itself.</param>
/// <param name="When">It is computed where each of these decisions takes one of the labels.</param>
internal sealed record ModuleLeaf(string Path, Layer Layer, ImmutableArray<(Decision Decision, ImmutableArray<string> Labels)> When)
{
    /// <summary>Whether a batch normalization that lay behind the layer is folded into it; told of the class's own layers only.</summary>
    public bool HoldsNormalization { get; init; }

    public ModuleLeaf Inside(string module) => this with { Path = Path.Length == 0 ? module : $"{module}.{Path}" };

    public ModuleLeaf Under(Decision decision, ImmutableArray<string> labels) => this with { When = [(decision, labels), .. When] };
}

/// <summary>Writes layers as modules, for one class; collects the values that may become parameters.</summary>
internal sealed class LayerTexts(ModelContext context, FunctionKind kind, string path)
{
    private const int MostInputs = 6;

    private readonly ImmutableArray<Hole>.Builder holes = ImmutableArray.CreateBuilder<Hole>();

    public ImmutableArray<Hole> Holes => holes.ToImmutable();

    public ClassNeeds Needs { get; set; }

    /// <summary>`Module&lt;Tensor, Tensor&gt;` for a layer of one input, and so on.</summary>
    public static string ModuleType(int inputs)
    {
        RequireInputs(inputs);
        return $"Module<{string.Concat(Enumerable.Repeat("Tensor, ", inputs))}Tensor>";
    }

    /// <exception cref="EmitException">TorchSharp has no module of so many inputs.</exception>
    public static void RequireInputs(int inputs)
    {
        if (inputs > MostInputs)
            throw new EmitException($"a module takes at most {MostInputs} tensors, one here would take {inputs}");
    }

    /// <summary>How many tensors a layer gives.</summary>
    public static int OutputCount(Layer layer) => layer switch
    {
        CallLayer call => call.Function.Graph.Outputs.Length,
        SequenceLayer { Layers: [.., var last] } => OutputCount(last),
        _ => 1,
    };

    public ModuleText Module(Layer layer, string node) => layer switch
    {
        OperationLayer operation => Operation(operation, node),
        SequenceLayer sequence => Sequence(sequence.Layers, sequence.Inputs.Length, node),
        ChoiceLayer choice => Choice(choice, node),
        CallLayer call => Call(call, node),
        BlendLayer blend => Blend(blend, node),
        ElasticLayer elastic => new ElasticTexts(this, context, node).Module(elastic),
        RecurrentLayer recurrent => Recurrent(recurrent, node),
        _ => throw new InvalidOperationException($"no text for {layer.GetType().Name}"),
    };

    /// <summary>Layers one after the other as one module.</summary>
    /// <param name="isAlone">Whether a single layer stands for itself; otherwise it is what is left of several, and keeps its place.</param>
    public ModuleText Sequence(ImmutableArray<Layer> layers, int inputs, string node, bool isAlone = true)
    {
        if (layers is [var single] && (isAlone || inputs > 1))
            return Module(single, node);
        var modules = layers.Select(l => Module(l, node)).ToArray();
        var parts = modules.Select(m => m.Construct).ToArray();
        if (inputs == 1)
            return new ModuleText("Sequential", $"Sequential({string.Join(", ", parts)})") { Leaves = Numbered(modules) };

        var rest = parts.Length == 2 ? parts[1] : $"Sequential({string.Join(", ", parts[1..])})";
        var behind = parts.Length == 2 ? modules[1].Leaves : Numbered(modules[1..]);
        return Helper(HelperClasses.Then(inputs), $"{parts[0]}, {rest}") with
        {
            Leaves = [.. modules[0].Leaves.Select(l => l.Inside("first")), .. behind.Select(l => l.Inside("rest"))],
        };
    }

    private static ImmutableArray<ModuleLeaf> Numbered(IEnumerable<ModuleText> modules) =>
        [.. modules.SelectMany((m, i) => m.Leaves.Select(l => l.Inside($"{i}")))];

    /// <summary>`decisions["Normal.n[2].edge[p]"]`, relative to the path in an op whose decisions are made afresh.</summary>
    public string DecisionText(Decision decision) => DecisionText(decision.Name);

    public string DecisionText(string decision)
    {
        Needs |= ClassNeeds.Decisions;
        return $"decisions[{PathText(decision)}]";
    }

    public ArgumentTexts Arguments(OperationLayer layer, string node) => new HoleTexts(this, layer.Arguments, node);

    /// <summary>The arguments as literals, for what stands in `forward`.</summary>
    public static ArgumentTexts Literals(OperationLayer layer) => new LiteralTexts(layer.Arguments);

    public static string Literal(ArgumentValue value) => value switch
    {
        RealArgument { Value: var real } => real == Math.Floor(real) && Math.Abs(real) < 1e15
            ? real.ToString("0.0", CultureInfo.InvariantCulture)
            : real.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string TypeOf(ArgumentValue value) => value switch
    {
        IntegerArgument => "long",
        RealArgument => "double",
        BooleanArgument => "bool",
        PairArgument => "(long, long)",
        _ => "string",
    };

    private int AddHole(string type, string literal, string node, string argument)
    {
        holes.Add(new Hole(type, literal, node, argument));
        return holes.Count - 1;
    }

    private ModuleText Operation(OperationLayer layer, string node)
    {
        switch (context.LowersDepthwise && SlowDepthwise.IsIn(layer)
            ? layer.Operation.LoweredEmissionOf(layer)
            : layer.Operation.EmissionOf(layer))
        {
            case ModuleEmission module:
                return OfEmission(module, layer, node);
            case ExpressionEmission { Module: { } module }:
                return OfEmission(module, layer, node);
            case ExpressionEmission expression:
                var names = LambdaNames(layer.Inputs.Length);
                var head = names is [var single] ? single : $"({string.Join(", ", names)})";
                return Helper(
                    HelperClasses.Lambda(names.Length), $"{head} => {context.Text(expression, Literals(layer), names)}");
            default:
                return new ModuleText("Identity", "Identity()");
        }
    }

    private ModuleText OfEmission(ModuleEmission emission, OperationLayer layer, string node)
    {
        foreach (var helper in emission.Helpers)
            context.Helpers.Add(helper);
        var arguments = Arguments(layer, node);
        return new ModuleText(emission.Type(arguments), emission.Construct(arguments))
        {
            Leaves = context.TracksLeaves
                ? [new ModuleLeaf("", layer, []) { HoldsNormalization = context.Form?.HoldsNormalization(layer) == true }]
                : [],
        };
    }

    private ModuleText Choice(ChoiceLayer choice, string node)
    {
        var labels = LabelsOf(choice.Decision);
        var layers = choice.Alternatives.Select(a => a.Layer).Distinct<Layer>(ReferenceEqualityComparer.Instance).ToList();
        var candidates = layers.Select(l => Module(l, node)).ToList();
        var leaves = candidates.SelectMany((c, i) => c.Leaves.Select(l => l
            .Inside($"candidates.{i}")
            .Under(choice.Decision, [.. choice.Alternatives.Where(a => ReferenceEquals(a.Layer, layers[i])).Select(a => a.Label)])));
        var decision = DecisionText(choice.Decision);
        var constructs = string.Join(", ", candidates.Select(c => c.Construct));
        if (layers.Count == labels.Length && choice.Decision.Kind == DecisionKind.One)
            return Helper(HelperClasses.MixedOp(choice.Inputs.Length, context.Optimizer?.Options.Optimizes == true), $"{decision}, {constructs}") with { Leaves = [.. leaves] };
        var places = labels.Select(label => choice.Alternatives.FirstOrDefault(a => a.Label == label) is { } taken
            ? layers.FindIndex(l => ReferenceEquals(l, taken.Layer))
            : -1);
        return Helper(HelperClasses.SharedOp(choice.Inputs.Length), $"{decision}, [{string.Join(", ", places)}], {constructs}") with
        {
            Leaves = [.. leaves],
        };
    }

    /// <summary>What a choice can be asked for: the alternatives, or their orders.</summary>
    public static ImmutableArray<string> LabelsOf(Decision decision)
    {
        ImmutableArray<string> labels = [.. decision.Alternatives.Select(a => a.Label)];
        return decision.Kind == DecisionKind.Order ? [.. Permutations.Of(labels).Select(o => CaseVariable.OrderText(o))] : labels;
    }

    private ModuleText Blend(BlendLayer blend, string node)
    {
        var parts = blend.Alternatives.Select(a => Module(a.Layer, node)).ToList();
        var inside = parts.SelectMany((p, i) => p.Leaves.Select(l => l.Inside($"parts.{i}")));
        return Helper(HelperClasses.Blend(blend.Inputs.Length), string.Join(", ", parts.Select(p => p.Construct))) with
        {
            Leaves = context.TracksLeaves ? [new ModuleLeaf("", blend, []), .. inside] : [],
        };
    }

    private ModuleText Recurrent(RecurrentLayer recurrent, string node)
    {
        var cell = Module(recurrent.Body, node);
        var hidden = new IntegerArgument(recurrent.Hidden);
        var size = Template.OfValue(AddHole(TypeOf(hidden), Literal(hidden), node, "hidden"));
        return Helper(HelperClasses.Recurrent, $"{cell.Construct}, {size}") with
        {
            Leaves = [.. cell.Leaves.Select(l => l.Inside("cell"))],
        };
    }

    private ModuleText Call(CallLayer call, string node)
    {
        var use = context.UseOf(call.Function);
        var arguments = use.Parameters
            .Zip(use.Arguments, (p, value) =>
                (p.Type == "bool" ? $"{p.Name}: " : "") + Template.OfValue(AddHole(p.Type, value, node, p.Name)))
            .ToList();
        Needs |= use.Needs & (ClassNeeds.Decisions | ClassNeeds.DropPath);
        if (use.Needs.HasFlag(ClassNeeds.Decisions))
            arguments.Add("decisions");
        if (use.Needs.HasFlag(ClassNeeds.Path))
            arguments.Add(PathText(call.Path));
        if (use.Needs.HasFlag(ClassNeeds.DropPath))
            arguments.Add("dropPath");
        return new ModuleText(use.ClassName, $"new {use.ClassName}({string.Join(", ", arguments)})")
        {
            Leaves = [.. context.LeavesOf(call.Function).Select(l => l with { HoldsNormalization = false })],
        };
    }

    private string PathText(string name)
    {
        if (kind != FunctionKind.Op || path.Length == 0 || !name.StartsWith(path, StringComparison.Ordinal))
            return $"\"{name}\"";
        Needs |= ClassNeeds.Path;
        return name.Length == path.Length ? "path" : $"path + \"{name[path.Length..]}\"";
    }

    public ModuleText Helper(HelperClass helper, string arguments)
    {
        context.Helpers.Add(helper);
        return new ModuleText(helper.Name, $"new {helper.Name}({arguments})");
    }

    private static ImmutableArray<string> LambdaNames(int inputs)
    {
        RequireInputs(inputs);
        return ["x", .. Enumerable.Range(2, inputs - 1).Select(i => $"x{i}")];
    }

    private sealed class HoleTexts(LayerTexts texts, ArgumentList arguments, string node) : ArgumentTexts
    {
        public override string this[string name] => Template.OfValue(Hole(name));

        public override string Optional(string name, string label, string @default) =>
            Template.OfOptional(Hole(name), label, @default);

        public override string Choose(string name, string whenTrue, string whenFalse) =>
            Template.OfChoice(Hole(name), whenTrue, whenFalse);

        public override string ChooseType(string name, string whenTrue, string whenFalse) =>
            Template.OfTypeChoice(Hole(name), whenTrue, whenFalse);

        private int Hole(string name)
        {
            var value = arguments[name];
            return texts.AddHole(TypeOf(value), Literal(value), node, name);
        }
    }

    private sealed class LiteralTexts(ArgumentList arguments) : ArgumentTexts
    {
        public override string this[string name] => Literal(arguments[name]);

        public override string Optional(string name, string label, string @default) =>
            this[name] == @default ? "" : $", {label}: {this[name]}";

        public override string Choose(string name, string whenTrue, string whenFalse) =>
            arguments.Boolean(name) ? whenTrue : whenFalse;

        public override string ChooseType(string name, string whenTrue, string whenFalse) =>
            Choose(name, whenTrue, whenFalse);
    }
}
