namespace NasDsl.Search;

/// <summary>
/// One layer of long short-term memory (Hochreiter and Schmidhuber, 1997) on a part of an array of parameters: four gates of
/// `units` rows over input and state, and their biases. Input and state have the same width.
/// </summary>
internal sealed class LstmLayer(int units, int offset)
{
    private readonly double[] gateGradients = new double[4 * units];

    /// <summary>The number of parameters: 8 units^2 + 4 units.</summary>
    public static int SizeOf(int units) => 8 * units * units + 4 * units;

    /// <summary>One step. What the way back needs is kept in <paramref name="step"/>.</summary>
    public void Forward(double[] values, ReadOnlySpan<double> input, LstmState? before, LstmState step)
    {
        input.CopyTo(step.InputAndState);
        var state = step.InputAndState.AsSpan(units);
        if (before is null)
            state.Clear();
        else
            before.Output.CopyTo(state);
        var biases = values.AsSpan(offset + 8 * units * units, 4 * units);
        for (var row = 0; row < 4 * units; row++)
        {
            var sum = biases[row] + Vectors.Dot(values.AsSpan(offset + row * 2 * units, 2 * units), step.InputAndState);
            step.Gates[row] = row / units == 2 ? Math.Tanh(sum) : 1 / (1 + Math.Exp(-sum));
        }
        for (var i = 0; i < units; i++)
        {
            step.Cell[i] = step.Gates[units + i] * (before?.Cell[i] ?? 0) + step.Gates[i] * step.Gates[2 * units + i];
            step.CellTanh[i] = Math.Tanh(step.Cell[i]);
            step.Output[i] = step.Gates[3 * units + i] * step.CellTanh[i];
        }
    }

    /// <summary>
    /// The way back through one step. Takes the gradients of output and cell, and leaves there those of the step before; adds
    /// those of the input to <paramref name="inputGradient"/>.
    /// </summary>
    public void Backward(
        double[] values, double[] gradients, LstmState step, LstmState? before, double[] outputGradient, double[] cellGradient,
        Span<double> inputGradient)
    {
        for (var i = 0; i < units; i++)
        {
            var (input, forget, cell, output) =
                (step.Gates[i], step.Gates[units + i], step.Gates[2 * units + i], step.Gates[3 * units + i]);
            var dCell = cellGradient[i] + outputGradient[i] * output * (1 - step.CellTanh[i] * step.CellTanh[i]);
            gateGradients[i] = dCell * cell * input * (1 - input);
            gateGradients[units + i] = dCell * (before?.Cell[i] ?? 0) * forget * (1 - forget);
            gateGradients[2 * units + i] = dCell * input * (1 - cell * cell);
            gateGradients[3 * units + i] = outputGradient[i] * step.CellTanh[i] * output * (1 - output);
            cellGradient[i] = dCell * forget;
        }
        Array.Clear(outputGradient);
        for (var row = 0; row < 4 * units; row++)
        {
            var gradient = gateGradients[row];
            var at = offset + row * 2 * units;
            gradients[offset + 8 * units * units + row] += gradient;
            Vectors.AddScaled(step.InputAndState, gradient, gradients.AsSpan(at, 2 * units));
            Vectors.AddScaled(values.AsSpan(at, units), gradient, inputGradient);
            Vectors.AddScaled(values.AsSpan(at + units, units), gradient, outputGradient);
        }
    }
}

/// <summary>What one step of a layer computed.</summary>
internal sealed class LstmState(int units)
{
    public double[] InputAndState { get; } = new double[2 * units];

    /// <summary>Input, forget, cell and output gate, after their nonlinearities.</summary>
    public double[] Gates { get; } = new double[4 * units];

    public double[] Cell { get; } = new double[units];

    public double[] CellTanh { get; } = new double[units];

    public double[] Output { get; } = new double[units];
}
