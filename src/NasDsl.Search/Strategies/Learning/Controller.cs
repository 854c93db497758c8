using System.Runtime.InteropServices;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// The policy of Zoph and Le ("Neural architecture search with reinforcement learning", 2017): an LSTM that decides slot
/// after slot, each step fed with the choice before. A softmax for each slot; options that may not be taken have no
/// probability, and slots that do not exist or have one option take no step.
/// </summary>
internal sealed class Controller
{
    /// <summary>Parameters begin uniform in plus and minus this, as published.</summary>
    private const double InitialRange = 0.08;

    private readonly DecisionSpace space;
    private readonly int units;
    private readonly LstmLayer[] layers;
    private readonly double[] values;
    private readonly double[] gradients;
    private readonly int[] embeddings;
    private readonly int[] heads;
    private readonly AdamOptimizer optimizer;
    private readonly List<ControllerStep> steps = [];
    private readonly double[][] outputGradients;
    private readonly double[][] cellGradients;
    private readonly double[] inputGradient;
    private readonly double[] logitGradients;
    private readonly bool[] allowed;
    private int length;

    public Controller(DecisionSpace space, ControllerPlan plan, double learningRate, StableRandom random)
    {
        (this.space, units) = (space, plan.Units);
        layers = [.. Enumerable.Range(0, plan.Layers).Select(l => new LstmLayer(units, l * LstmLayer.SizeOf(units)))];
        embeddings = new int[space.SlotCount];
        heads = new int[space.SlotCount];
        // The first row after the layers is what the first step is fed with.
        var size = layers.Length * LstmLayer.SizeOf(units) + units;
        for (var slot = 0; slot < space.SlotCount; slot++)
        {
            var options = space.SlotVariables[slot].Options;
            (embeddings[slot], heads[slot]) = (size, size + options * units);
            size += options * (2 * units + 1);
        }
        values = new double[size];
        gradients = new double[size];
        foreach (ref var value in values.AsSpan())
            value = InitialRange * (2 * random.NextDouble() - 1);
        optimizer = new AdamOptimizer(size, learningRate);
        outputGradients = [.. layers.Select(_ => new double[units])];
        cellGradients = [.. layers.Select(_ => new double[units])];
        inputGradient = new double[units];
        logitGradients = new double[space.MostOptions];
        allowed = new bool[space.MostOptions];
    }

    /// <summary>The steps of the last way forward.</summary>
    public ReadOnlySpan<ControllerStep> Steps => CollectionsMarshal.AsSpan(steps)[..length];

    /// <summary>How logits are bent before the softmax; null leaves them as they are.</summary>
    public LogitShape? Shape { get; init; }

    internal double[] Values => values;

    internal AdamOptimizer Optimizer => optimizer;

    internal double[] Gradients => gradients;

    /// <summary>An architecture that the constraints allow, drawn from the policy.</summary>
    /// <exception cref="NoCandidateException">The policy yields nothing that is allowed.</exception>
    public Candidate Sample(StableRandom random)
    {
        for (var i = 0; i < DecisionSpace.DefaultAttempts; i++)
        {
            var slots = Forward((_, probabilities) => Sampling.Index(random, probabilities));
            if (new Candidate(slots) is var candidate && space.IsValid(candidate) && space.IsAllowed(candidate))
                return candidate;
        }
        throw new NoCandidateException(DecisionSpace.DefaultAttempts);
    }

    /// <summary>Goes through the steps that lead to an architecture, so that the way back can follow.</summary>
    public void Follow(Candidate candidate) => Forward((slot, _) => candidate[slot]);

    /// <summary>
    /// Adds the gradients of minus (weight(t) log p(choice) + entropy H(policy)), summed over the steps t of the last way forward.
    /// </summary>
    /// <param name="skips">For each element of a choice of any number, what to add to the gradients for its share; null for nothing.</param>
    public void Backward(Func<int, double> weight, double entropy, ShareTarget? skips = null)
    {
        for (var layer = 0; layer < layers.Length; layer++)
        {
            Array.Clear(outputGradients[layer]);
            Array.Clear(cellGradients[layer]);
        }
        for (var t = length - 1; t >= 0; t--)
        {
            BackwardHead(steps[t], weight(t), entropy, skips);
            for (var layer = layers.Length - 1; layer >= 0; layer--)
            {
                Array.Clear(inputGradient);
                layers[layer].Backward(
                    values, gradients, steps[t].States[layer], t > 0 ? steps[t - 1].States[layer] : null,
                    outputGradients[layer], cellGradients[layer], inputGradient);
                var below = layer > 0 ? outputGradients[layer - 1].AsSpan() : gradients.AsSpan(steps[t].Embedding, units);
                Vectors.AddScaled(inputGradient, 1, below);
            }
        }
    }

    /// <summary>Moves the parameters by the gradients collected.</summary>
    public void Update() => optimizer.Step(values, gradients);

    private delegate int Choose(int slot, ReadOnlySpan<double> probabilities);

    private int[] Forward(Choose choose)
    {
        length = 0;
        var slots = space.NewSlots();
        var embedding = layers.Length * LstmLayer.SizeOf(units);
        foreach (var variable in space.Variables)
        {
            if (!variable.ExistsIn(slots))
                continue;
            var own = slots.AsSpan(variable.First, variable.Length);
            for (var i = 0; i < own.Length; i++)
            {
                var options = allowed.AsSpan(0, variable.Options);
                variable.Allowed(own, i, options);
                if (options.Count(true) == 1)
                {
                    own[i] = options.IndexOf(true);
                    continue;
                }
                var slot = variable.First + i;
                var step = Step(slot, embedding, options);
                own[i] = step.Choice = choose(slot, step.Probabilities);
                embedding = embeddings[slot] + own[i] * units;
            }
        }
        return slots;
    }

    private ControllerStep Step(int slot, int embedding, ReadOnlySpan<bool> options)
    {
        if (length == steps.Count)
            steps.Add(new ControllerStep(units, layers.Length));
        var before = length > 0 ? steps[length - 1] : null;
        var step = steps[length++];
        step.Begin(slot, embedding, options.Length);
        ReadOnlySpan<double> input = values.AsSpan(embedding, units);
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer].Forward(values, input, before?.States[layer], step.States[layer]);
            input = step.States[layer].Output;
        }
        for (var option = 0; option < options.Length; option++)
        {
            var row = heads[slot] + option * (units + 1);
            step.Probabilities[option] = values[row + units] + Vectors.Dot(values.AsSpan(row, units), input);
        }
        Shape?.Forward(step.Probabilities, step.Bent, IsOperation(slot));
        Vectors.Softmax(step.Probabilities, options);
        return step;
    }

    private bool IsOperation(int slot) => space.SlotVariables[slot] is OneVariable;

    private void BackwardHead(ControllerStep step, double weight, double entropy, ShareTarget? skips)
    {
        var probabilities = step.Probabilities;
        var h = entropy == 0 ? 0 : AlphaReport.Entropy(probabilities);
        for (var option = 0; option < probabilities.Length; option++)
        {
            var p = probabilities[option];
            logitGradients[option] = weight * (p - (option == step.Choice ? 1 : 0));
            if (entropy != 0 && p > 0)
                logitGradients[option] += entropy * p * (Math.Log(p) + h);
        }
        if (space.SlotVariables[step.Slot] is SubsetVariable { HasFixedSize: false })
            skips?.AddTo(logitGradients, probabilities);
        Shape?.Backward(step.Bent, logitGradients, IsOperation(step.Slot));
        var output = step.States[^1].Output;
        for (var option = 0; option < probabilities.Length; option++)
        {
            var row = heads[step.Slot] + option * (units + 1);
            gradients[row + units] += logitGradients[option];
            Vectors.AddScaled(output, logitGradients[option], gradients.AsSpan(row, units));
            Vectors.AddScaled(values.AsSpan(row, units), logitGradients[option], outputGradients[^1]);
        }
    }
}

/// <summary>One decision of the controller.</summary>
internal sealed class ControllerStep(int units, int layers)
{
    public LstmState[] States { get; } = [.. Enumerable.Range(0, layers).Select(_ => new LstmState(units))];

    public int Slot { get; private set; }

    /// <summary>Where the parameters begin that it was fed with.</summary>
    public int Embedding { get; private set; }

    public double[] Probabilities { get; private set; } = [];

    /// <summary>The hyperbolic tangents of the logits, where these are bent.</summary>
    public double[] Bent { get; private set; } = [];

    public int Choice { get; set; }

    public void Begin(int slot, int embedding, int options)
    {
        (Slot, Embedding) = (slot, embedding);
        if (Probabilities.Length != options)
            (Probabilities, Bent) = (new double[options], new double[options]);
    }
}
