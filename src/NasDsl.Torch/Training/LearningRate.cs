namespace NasDsl.Torch;

/// <summary>The learning rate of each epoch.</summary>
public abstract record LearningRate
{
    /// <summary>The rate of epoch <paramref name="epoch"/>, counted from 0, out of <paramref name="epochs"/>.</summary>
    public abstract double At(int epoch, int epochs);

    /// <summary>The same rate all the time.</summary>
    public sealed record Constant(double Value) : LearningRate
    {
        public override double At(int epoch, int epochs) => Value;
    }

    /// <summary>Half a cosine from <c>From</c> down to <c>To</c> (Loshchilov and Hutter, 2017, without restarts).</summary>
    public sealed record Cosine(double From, double To = 0) : LearningRate
    {
        public override double At(int epoch, int epochs) =>
            To + (From - To) * (1 + Math.Cos(Math.PI * epoch / epochs)) / 2;
    }

    /// <summary>A straight line from <c>From</c> to <c>To</c>.</summary>
    public sealed record Linear(double From, double To = 0) : LearningRate
    {
        public override double At(int epoch, int epochs) => From + (To - From) * epoch / epochs;
    }

    /// <summary>Multiplied by <c>Factor</c> after every <c>Every</c> epochs.</summary>
    public sealed record Step(double From, double Factor, int Every) : LearningRate
    {
        public override double At(int epoch, int epochs) => From * Math.Pow(Factor, epoch / Every);
    }
}
