using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Tests.Search;

public sealed class RunStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("run-").FullName;

    private string File(string name) => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Broken off at 20 random moments: before a proposal is recorded, while it is evaluated, and after its end.</summary>
    [Theory]
    [InlineData("random")]
    [InlineData("evolution")]
    [InlineData("reinforce")]
    [InlineData("bayes")]
    [InlineData("hyperband")]
    [InlineData("bohb")]
    public void A_search_that_is_broken_off_ends_as_if_it_had_not_been(string strategy)
    {
        using var whole = NewStore("whole.db");
        Search(whole, strategy, null);
        using (NewStore("broken.db"))
        {
        }
        var random = new StableRandom(6);
        for (var i = 0; i < 20; i++)
        {
            using var broken = RunStore.Open(File("broken.db"));
            Assert.Throws<BrokenOffException>(() => Search(broken, strategy, random.NextBelow(4)));
        }
        using var resumed = RunStore.Open(File("broken.db"));
        Search(resumed, strategy, null);
        Assert.Equal(Content(whole), Content(resumed));
        Assert.Equal(StoredState.Finished, resumed.Searches.Single().State);
        Assert.Equal(40, resumed.Trials().Length);
    }

    [Fact]
    public void Failures_and_their_reasons_are_recorded()
    {
        using var store = NewStore("run.db");
        var evaluator = new Worth { Fails = c => c[0] == 1 };
        Experiment("random", evaluator, failures: 40).Run(1, store.JournalOf(1));
        var failed = store.Trials(1).Where(t => t.Proposal.Candidate[0] == 1).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, t => Assert.Equal(("it fails", 0), (t.Evaluation?.Failure, t.Evaluation?.Metrics.Length)));
        Assert.All(store.Trials(1).Except(failed), t => Assert.Equal(2, t.Evaluation?.Metrics.Length));
    }

    [Fact]
    public void More_failures_than_allowed_end_a_search()
    {
        using var store = NewStore("run.db");
        var result = Experiment("random", new Worth { Fails = c => c[0] == 1 }, failures: 3).Run(1, store.JournalOf(1));
        Assert.Equal(SearchEnd.Failures, result.Summary.End);
        store.Finish(result, TimeSpan.Zero);
        Assert.Equal(StoredState.Failed, store.Searches.Single().State);
        Assert.Equal(4, store.Trials(1).Count(t => t.Evaluation is { HasFailed: true }));
    }

    [Fact]
    public void A_record_of_another_search_is_not_gone_on_with()
    {
        using var store = NewStore("run.db");
        Search(store, "random", null);
        Assert.Throws<JournalMismatchException>(() => Search(store, "evolution", null));
    }

    [Fact]
    public void What_is_no_record_is_refused()
    {
        Assert.Throws<RunStoreException>(() => RunStore.Open(File("nothing.db")));
        System.IO.File.WriteAllText(File("text.db"), new string('x', 5000));
        Assert.Throws<RunStoreException>(() => RunStore.Open(File("text.db")));
        System.IO.File.WriteAllBytes(File("empty.db"), []);
        Assert.Throws<RunStoreException>(() => RunStore.Open(File("empty.db")));
    }

    [Fact]
    public void Settings_and_goals_are_read_as_they_were_written()
    {
        using (NewStore("run.db"))
        {
        }
        using var store = RunStore.Open(File("run.db"), isReadOnly: true);
        Assert.Equal("it's", store.Settings["name"]);
        Assert.Equal(new[] { new Goal("worth"), new Goal("size", true) }, store.Goals.AsEnumerable());
        Assert.Throws<RunStoreException>(() => store.JournalOf(1));
    }

    /// <summary>Half of a record is none: what a process left that was killed while it made one does not matter.</summary>
    [Fact]
    public void A_record_is_made_whole_or_not_at_all()
    {
        System.IO.File.WriteAllBytes(File("run.db" + RunStore.Unfinished), [1, 2, 3]);
        using (NewStore("run.db"))
            Assert.False(System.IO.File.Exists(File("run.db" + RunStore.Unfinished)));
        using var store = RunStore.Open(File("run.db"));
        Assert.Equal("it's", store.Settings["name"]);
        Assert.Throws<RunStoreException>(() => NewStore("run.db"));
    }

    private RunStore NewStore(string name) => RunStore.Create(
        File(name), new Dictionary<string, string> { ["name"] = "it's" }, [new Goal("worth"), new Goal("size", true)]);

    private static Experiment Experiment(string strategy, Worth evaluator, int failures = 0)
    {
        var plan = StrategyPlans.Find(strategy) ?? throw new ArgumentException(strategy);
        evaluator.HasBudgets = plan is HalvingPlan;
        return new Experiment(DecisionSpace.Of(StrategyTests.Large()), plan, evaluator, new SearchLimits(40, Failures: failures));
    }

    /// <param name="steps">How many calls of the journal succeed before the search breaks off.</param>
    private static void Search(RunStore store, string strategy, int? steps)
    {
        var journal = store.JournalOf(1);
        var result = Experiment(strategy, new Worth()).Run(1, steps is { } most ? new BreakingJournal(journal, most) : journal);
        store.Finish(result, TimeSpan.FromSeconds(1));
    }

    private static List<string> Content(RunStore store) =>
        [.. store.Trials().Select(t => $"{t.Seed} {t.Number} {t.Proposal} {string.Join(' ', t.Evaluation?.Metrics ?? [])} {t.Evaluation?.Cost}")];

    private sealed class BrokenOffException : Exception;

    private sealed class BreakingJournal(ISearchJournal inner, int steps) : ISearchJournal
    {
        private int left = steps;

        public Evaluation? Begin(int number, Proposal proposal)
        {
            var recorded = inner.Begin(number, proposal);
            if (recorded is null)
                Step();
            return recorded;
        }

        public void End(Trial trial, TimeSpan elapsed)
        {
            Step();
            inner.End(trial, elapsed);
        }

        private void Step()
        {
            if (left-- <= 0)
                throw new BrokenOffException();
        }
    }
}
