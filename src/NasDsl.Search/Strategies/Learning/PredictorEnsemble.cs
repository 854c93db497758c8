using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>
/// Predicts what architectures are worth from their decisions: the mean of several networks of one hidden layer, each trained on four
/// fifths of what is known (Liu et al., 2018). Values are scaled, so that units do not matter.
/// </summary>
internal sealed class PredictorEnsemble(DecisionSpace space, int size, StableRandom random)
{
    private const int Hidden = 16, Epochs = 60;

    private readonly int[] first = FirstInputs(space);
    private readonly List<Member> members = [];
    private double mean;
    private double deviation = 1;

    /// <param name="known">Slots of decisions, of which some may be undecided, and what came of them.</param>
    public void Train(IReadOnlyList<(int[] Slots, double Value)> known)
    {
        mean = known.Average(k => k.Value);
        deviation = Math.Sqrt(known.Average(k => (k.Value - mean) * (k.Value - mean)));
        deviation = deviation > 0 ? deviation : 1;
        var examples = known.Select(k => (Inputs: Inputs(k.Slots), Target: (k.Value - mean) / deviation)).ToArray();
        members.Clear();
        for (var i = 0; i < size; i++)
        {
            Sampling.Shuffle(random, examples.AsSpan());
            var member = new Member(first[^1], random);
            member.Train(examples[..Math.Max(1, examples.Length * 4 / 5)]);
            members.Add(member);
        }
    }

    public double Predict(int[] slots)
    {
        var inputs = Inputs(slots);
        return mean + deviation * members.Average(m => m.Predict(inputs));
    }

    /// <summary>One input for each number of each slot: the one that it holds is on.</summary>
    private int[] Inputs(int[] slots) => [.. Enumerable.Range(0, slots.Length).Where(s => slots[s] >= 0).Select(s => first[s] + slots[s])];

    private static int[] FirstInputs(DecisionSpace space)
    {
        var first = new int[space.SlotCount + 1];
        for (var slot = 0; slot < space.SlotCount; slot++)
            first[slot + 1] = first[slot] + space.SlotVariables[slot].Options;
        return first;
    }

    /// <summary>Inputs that are on, a layer of tanh, one output.</summary>
    private sealed class Member
    {
        private const double Rate = 0.02, Decay = 1e-3;

        private readonly double[] values;
        private readonly double[] gradients;
        private readonly double[] hidden = new double[Hidden];
        private readonly int outputs;

        public Member(int inputs, StableRandom random)
        {
            // A row of weights for each input and one of biases; then the weights and the bias of the output.
            outputs = (inputs + 1) * Hidden;
            values = new double[outputs + Hidden + 1];
            gradients = new double[values.Length];
            foreach (ref var value in values.AsSpan(0, values.Length - 1))
                value = 0.3 * Sampling.Normal(random);
        }

        /// <summary>Squared error, all examples at each step, and weight decay.</summary>
        public void Train(IReadOnlyList<(int[] Inputs, double Target)> examples)
        {
            var optimizer = new AdamOptimizer(values.Length, Rate);
            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                foreach (var (inputs, target) in examples)
                    Add(inputs, (Predict(inputs) - target) / examples.Count);
                Vectors.AddScaled(values, Decay, gradients);
                optimizer.Step(values, gradients);
            }
        }

        public double Predict(int[] inputs)
        {
            values.AsSpan(outputs - Hidden, Hidden).CopyTo(hidden);
            foreach (var input in inputs)
                Vectors.AddScaled(values.AsSpan(input * Hidden, Hidden), 1, hidden);
            for (var i = 0; i < Hidden; i++)
                hidden[i] = Math.Tanh(hidden[i]);
            return values[^1] + Vectors.Dot(values.AsSpan(outputs, Hidden), hidden);
        }

        /// <summary>The gradients of the example that was predicted last.</summary>
        private void Add(int[] inputs, double error)
        {
            gradients[^1] += error;
            Span<double> back = stackalloc double[Hidden];
            for (var i = 0; i < Hidden; i++)
                back[i] = error * values[outputs + i] * (1 - hidden[i] * hidden[i]);
            Vectors.AddScaled(hidden, error, gradients.AsSpan(outputs, Hidden));
            Vectors.AddScaled(back, 1, gradients.AsSpan(outputs - Hidden, Hidden));
            foreach (var input in inputs)
                Vectors.AddScaled(back, 1, gradients.AsSpan(input * Hidden, Hidden));
        }
    }
}
