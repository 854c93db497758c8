using System.Collections.Immutable;
using System.Globalization;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>A module's field type and the expression that makes it, as <see cref="Template"/> texts.</summary>
internal sealed record ModuleText(string Type, string Construct);

/// <summary>Writes layers as modules, for one class; collects the values that may become parameters.</summary>
internal sealed class LayerTexts(ModelContext context, FunctionKind kind, string path)
{
    private const int MostInputs = 6;

    private readonly ImmutableArray<Hole>.Builder holes = ImmutableArray.CreateBuilder<Hole>();

    public ImmutableArray<Hole> Holes => holes.ToImmutable();

    public ClassNeeds Needs { get; set; }

    /// <summary>`Module&lt;Tensor, Tensor&gt;` for a layer of one input, and so on.</summary>
    public static string ModuleType(int inputs) =>
        $"Module<{string.Concat(Enumerable.Repeat("Tensor, ", inputs))}Tensor>";

    public ModuleText Module(Layer layer, string node) => layer switch
    {
        OperationLayer operation => Operation(operation, node),
        SequenceLayer sequence => Sequence(sequence.Layers, sequence.Inputs.Length, node),
        ChoiceLayer choice => Choice(choice, node),
        CallLayer call => Call(call, node),
        RecurrentLayer recurrent => Recurrent(recurrent, node),
        _ => throw new InvalidOperationException($"no text for {layer.GetType().Name}"),
    };

    /// <summary>Layers one after the other as one module.</summary>
    public ModuleText Sequence(ImmutableArray<Layer> layers, int inputs, string node)
    {
        if (layers is [var single])
            return Module(single, node);
        var parts = layers.Select(l => Module(l, node).Construct).ToArray();
        if (inputs == 1)
            return new ModuleText("Sequential", $"Sequential({string.Join(", ", parts)})");

        var rest = parts.Length == 2 ? parts[1] : $"Sequential({string.Join(", ", parts[1..])})";
        return Helper(HelperClasses.Then(inputs), $"{parts[0]}, {rest}");
    }

    /// <summary>`decisions["Normal.n[2].edge[p]"]`, relative to the path in an op whose decisions are made afresh.</summary>
    public string DecisionText(Decision decision)
    {
        Needs |= ClassNeeds.Decisions;
        return $"decisions[{PathText(decision.Name)}]";
    }

    public ArgumentTexts Arguments(OperationLayer layer, string node) => new HoleTexts(this, layer.Arguments, node);

    /// <summary>The arguments as literals, for what stands in `forward`.</summary>
    public static ArgumentTexts Literals(OperationLayer layer) => new LiteralTexts(layer.Arguments);

    public static string Literal(ArgumentValue value) => value switch
    {
        RealArgument { Value: var real } => real == Math.Floor(real) && Math.Abs(real) < 1e15
            ? real.ToString("0.0", CultureInfo.InvariantCulture)
            : real.ToString("R", CultureInfo.InvariantCulture),
        _ => $"{value}",
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
        switch (layer.Operation.EmissionOf(layer))
        {
            case ModuleEmission module:
                return OfEmission(module, layer, node);
            case ExpressionEmission { Module: { } module }:
                return OfEmission(module, layer, node);
            case ExpressionEmission expression:
                var names = LambdaNames(layer.Inputs.Length);
                var head = names is [var single] ? single : $"({string.Join(", ", names)})";
                return Helper(
                    HelperClasses.Lambda(names.Length), $"{head} => {expression.Expression(Literals(layer), names)}");
            default:
                return new ModuleText("Identity", "Identity()");
        }
    }

    private ModuleText OfEmission(ModuleEmission emission, OperationLayer layer, string node)
    {
        foreach (var helper in emission.Helpers)
            context.Helpers.Add(helper);
        var arguments = Arguments(layer, node);
        return new ModuleText(emission.Type(arguments), emission.Construct(arguments));
    }

    private ModuleText Choice(ChoiceLayer choice, string node)
    {
        var candidates = choice.Alternatives.Select(a => Module(a.Layer, node).Construct);
        return Helper(
            HelperClasses.MixedOp(choice.Inputs.Length), $"{DecisionText(choice.Decision)}, {string.Join(", ", candidates)}");
    }

    private ModuleText Recurrent(RecurrentLayer recurrent, string node)
    {
        var cell = Module(recurrent.Body, node).Construct;
        var hidden = new IntegerArgument(recurrent.Hidden);
        var size = Template.OfValue(AddHole(TypeOf(hidden), Literal(hidden), node, "hidden"));
        return Helper(HelperClasses.Recurrent, $"{cell}, {size}");
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
        return new ModuleText(use.ClassName, $"new {use.ClassName}({string.Join(", ", arguments)})");
    }

    private string PathText(string name)
    {
        if (kind != FunctionKind.Op || path.Length == 0 || !name.StartsWith(path, StringComparison.Ordinal))
            return $"\"{name}\"";
        Needs |= ClassNeeds.Path;
        return name.Length == path.Length ? "path" : $"path + \"{name[path.Length..]}\"";
    }

    private ModuleText Helper(HelperClass helper, string arguments)
    {
        context.Helpers.Add(helper);
        return new ModuleText(helper.Name, $"new {helper.Name}({arguments})");
    }

    private static ImmutableArray<string> LambdaNames(int inputs) => inputs switch
    {
        1 => ["x"],
        <= MostInputs => ["x", .. Enumerable.Range(2, inputs - 1).Select(i => $"x{i}")],
        _ => throw new EmitException($"a module takes at most {MostInputs} tensors, one here would take {inputs}"),
    };

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
