using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>The evaluator of the search that is under way: it is made when the seed changes, for it may divide the data and draw a batch.</summary>
internal sealed class SeededEvaluators(IEvaluator any)
{
    private (long Seed, IEvaluator Evaluator)? current;

    public IEvaluator Of(long seed)
    {
        if (current is not { } made || made.Seed != seed)
            current = made = (seed, any.ForSeed(seed));
        return made.Evaluator;
    }
}
