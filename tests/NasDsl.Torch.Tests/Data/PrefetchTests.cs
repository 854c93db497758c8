namespace NasDsl.Torch.Tests.Data;

public sealed class PrefetchTests
{
    [Fact]
    public void The_items_come_in_their_order_however_long_each_takes()
    {
        var slowToMake = Enumerable.Range(0, 20).Select(i => Slowly(i, i % 3 == 0));
        Assert.Equal(Enumerable.Range(0, 20), slowToMake.Ahead());
        Assert.Equal(Enumerable.Range(0, 20), Enumerable.Range(0, 20).Ahead(1).Select(i => Slowly(i, i % 3 == 1)));
        Assert.Empty(Array.Empty<int>().Ahead());
    }

    [Fact]
    public void Nothing_is_made_before_the_first_is_asked_for_and_few_ahead_of_what_is_taken()
    {
        var made = 0;
        var items = Endless(() => made++).Ahead(waiting: 2);
        Assert.Equal(0, made);
        using var taken = items.GetEnumerator();
        Assert.True(taken.MoveNext());
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref made) == 4, TimeSpan.FromSeconds(10)));
        Thread.Sleep(20);
        // One is taken, two wait, one is in the making.
        Assert.Equal(4, Volatile.Read(ref made));
    }

    [Fact]
    public void An_error_comes_where_its_item_would_have_come()
    {
        using var items = Failing().Ahead().GetEnumerator();
        Assert.True(items.MoveNext());
        Assert.True(items.MoveNext());
        var problem = Assert.Throws<DataException>(() => items.MoveNext());
        Assert.Equal(DataException.TooFewImages, problem.Code);
        Assert.Contains(nameof(Failing), problem.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_stops_early_leaves_no_thread_behind()
    {
        Thread? maker = null;
        var isClosed = false;
        foreach (var item in Watched())
            if (item == 3)
                break;
        Assert.False(maker?.IsAlive);
        Assert.True(isClosed);

        IEnumerable<int> Watched() => Numbers().Ahead();

        IEnumerable<int> Numbers()
        {
            maker = Thread.CurrentThread;
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                isClosed = true;
            }
        }
    }

    private static int Slowly(int item, bool isSlow)
    {
        if (isSlow)
            Thread.Sleep(2);
        return item;
    }

    private static IEnumerable<int> Endless(Func<int> next)
    {
        while (true)
            yield return next();
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        yield return 2;
        throw new DataException(DataException.TooFewImages, "there are no more");
    }
}
