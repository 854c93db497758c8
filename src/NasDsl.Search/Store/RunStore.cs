using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NasDsl.Search;

/// <summary>How far the search of one seed came.</summary>
public enum StoredState
{
    Running,
    Finished,

    /// <summary>Too many evaluations failed.</summary>
    Failed,
}

/// <summary>One search of a stored run.</summary>
/// <param name="Rank">Of its best in the table; null where it is not finished, or there is none.</param>
public sealed record StoredSearch(long Seed, StoredState State, int? Rank, double? Seconds);

/// <summary>An evaluation of a stored run; null where the proposal was recorded and its evaluation did not end.</summary>
/// <param name="Seconds">How long it took.</param>
public sealed record StoredTrial(long Seed, int Number, Proposal Proposal, Evaluation? Evaluation, double? Seconds, string? Finished);

/// <summary>
/// The record of a run: an SQLite file with its settings, and every proposal before it is evaluated, and every evaluation when it
/// ends. Each of these is on its own in the file before the search goes on, so that a process that is killed loses nothing
/// but the evaluation it was at.
/// </summary>
public sealed class RunStore : IDisposable
{
    /// <summary>What a record that is being made is called behind its name.</summary>
    public const string Unfinished = ".new";

    private readonly SqliteConnection connection;

    private RunStore(SqliteConnection connection) => this.connection = connection;

    /// <summary>
    /// Makes a new record; the file must not exist. It is made whole beside its place (<see cref="Unfinished"/>) and then moved there: a
    /// process that is killed meanwhile leaves no record, never half of one.
    /// </summary>
    /// <exception cref="RunStoreException">It cannot be written.</exception>
    public static RunStore Create(string path, IReadOnlyDictionary<string, string> settings, IReadOnlyList<Goal> goals) => Guard(() =>
    {
        var unfinished = path + Unfinished;
        File.Delete(unfinished);
        using (var store = Connect(unfinished, SqliteOpenMode.ReadWriteCreate))
            store.Describe(settings, goals);
        File.Move(unfinished, path);
        return Connect(path, SqliteOpenMode.ReadWrite).WithLog();
    });

    private void Describe(IReadOnlyDictionary<string, string> settings, IReadOnlyList<Goal> goals)
    {
        using var transaction = connection.BeginTransaction();
        Execute(RunSchema.Text);
        Execute(FormattableString.Invariant($"PRAGMA application_id = {RunSchema.Application}; PRAGMA user_version = {RunSchema.Version}"));
        foreach (var (name, value) in settings)
            Execute("INSERT INTO setting VALUES ($0, $1)", name, value);
        for (var i = 0; i < goals.Count; i++)
            Execute("INSERT INTO goal VALUES ($0, $1, $2)", i, goals[i].Name, goals[i].IsMinimized ? 1 : 0);
        transaction.Commit();
    }

    /// <summary>Opens a record to read it, or to go on with it.</summary>
    /// <exception cref="RunStoreException">It is missing, or no record of a run of this version.</exception>
    public static RunStore Open(string path, bool isReadOnly = false) => Guard(() =>
    {
        if (!File.Exists(path))
            throw new RunStoreException("it has no `run.db`");
        var store = Connect(path, SqliteOpenMode.ReadWrite).WithLog();
        if (store.Number("PRAGMA application_id") != RunSchema.Application)
            throw store.Refuse("`run.db` is no record of a run");
        if (store.Number("PRAGMA user_version") is var version && version != RunSchema.Version)
            throw store.Refuse(FormattableString.Invariant($"`run.db` is of version {version}, this program reads {RunSchema.Version}"));
        if (isReadOnly)
            store.Execute("PRAGMA query_only = 1");
        return store;
    });

    public ImmutableSortedDictionary<string, string> Settings => Guard(() =>
        Read("SELECT name, value FROM setting", r => KeyValuePair.Create(r.GetString(0), r.GetString(1)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal));

    public ImmutableArray<Goal> Goals => Guard(() =>
        Read("SELECT name, minimized FROM goal ORDER BY number", r => new Goal(r.GetString(0), r.GetInt32(1) == 1)).ToImmutableArray());

    public ImmutableArray<StoredSearch> Searches => Guard(() => Read(
        "SELECT seed, state, rank, seconds FROM search ORDER BY seed",
        r => new StoredSearch(r.GetInt64(0), StateOf(r.GetString(1)), r.IsDBNull(2) ? null : r.GetInt32(2), r.IsDBNull(3) ? null : r.GetDouble(3)))
        .ToImmutableArray());

    /// <summary>The trials of one seed, or of all, in their order.</summary>
    public ImmutableArray<StoredTrial> Trials(long? seed = null) => Guard(() =>
    {
        var metrics = Read(
            "SELECT seed, number, value FROM metric WHERE $0 IS NULL OR seed = $0 ORDER BY seed, number, goal",
            r => (Key: (r.GetInt64(0), r.GetInt32(1)), Value: r.GetDouble(2)), seed)
            .ToLookup(m => m.Key, m => m.Value);
        var measures = Read(
            "SELECT seed, number, name, value FROM measure WHERE $0 IS NULL OR seed = $0",
            r => (Key: (r.GetInt64(0), r.GetInt32(1)), Value: KeyValuePair.Create(r.GetString(2), r.GetDouble(3))), seed)
            .ToLookup(m => m.Key, m => m.Value);
        return Read(
            """
            SELECT p.seed, p.number, p.candidate, p.budget, e.failure, e.cost, e.seconds, e.finished
            FROM proposal p LEFT JOIN evaluation e ON e.seed = p.seed AND e.number = p.number
            WHERE $0 IS NULL OR p.seed = $0 ORDER BY p.seed, p.number
            """,
            r => TrialOf(r, metrics, measures), seed).ToImmutableArray();
    });

    /// <summary>The journal of one seed: what is recorded of it is not evaluated again.</summary>
    /// <exception cref="RunStoreException">It cannot be written.</exception>
    public ISearchJournal JournalOf(long seed)
    {
        Guard(() => Execute("INSERT INTO search (seed, state) VALUES ($0, 'running') ON CONFLICT DO UPDATE SET state = 'running'", seed));
        return new Journal(this, seed, [.. Trials(seed)]);
    }

    /// <summary>Records how a search ended.</summary>
    /// <exception cref="RunStoreException">It cannot be written.</exception>
    public void Finish(SeedResult result, TimeSpan elapsed) => Guard(() => Execute(
        "UPDATE search SET state = $1, rank = $2, seconds = $3 WHERE seed = $0",
        result.Seed, result.Summary.End == SearchEnd.Failures ? "failed" : "finished", result.Rank, elapsed.TotalSeconds));

    public void Dispose() => connection.Dispose();

    private static StoredState StateOf(string text) => text switch
    {
        "finished" => StoredState.Finished,
        "failed" => StoredState.Failed,
        _ => StoredState.Running,
    };

    private static StoredTrial TrialOf(
        SqliteDataReader row, ILookup<(long, int), double> metrics, ILookup<(long, int), KeyValuePair<string, double>> measures)
    {
        var (seed, number) = (row.GetInt64(0), row.GetInt32(1));
        var candidate = Candidate.Parse(row.GetString(2)) ?? throw new RunStoreException("a recorded proposal is damaged");
        var evaluation = row.IsDBNull(5)
            ? null
            : new Evaluation([.. metrics[(seed, number)]], row.GetDouble(5), row.IsDBNull(4) ? null : row.GetString(4))
            {
                Measures = measures.Contains((seed, number))
                    ? measures[(seed, number)].ToImmutableSortedDictionary(StringComparer.Ordinal)
                    : ImmutableSortedDictionary<string, double>.Empty,
            };
        return new StoredTrial(
            seed, number, new Proposal(candidate, row.GetDouble(3)), evaluation,
            evaluation is null ? null : row.GetDouble(6), evaluation is null ? null : row.GetString(7));
    }

    private static RunStore Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return new RunStore(connection);
    }

    /// <summary>What was written survives the process; the write-ahead log needs no wait for the disk after each row.</summary>
    private RunStore WithLog()
    {
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        return this;
    }

    private RunStoreException Refuse(string problem)
    {
        Dispose();
        return new RunStoreException(problem);
    }

    private long Number(string text) => Read(text, r => r.GetInt64(0)).Single();

    private void Execute(string text, params object?[] values)
    {
        using var command = Command(text, values);
        command.ExecuteNonQuery();
    }

    private List<T> Read<T>(string text, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using var command = Command(text, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private SqliteCommand Command(string text, params object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i.ToString(CultureInfo.InvariantCulture)}", values[i] ?? DBNull.Value);
        return command;
    }

    private static void Guard(Action body) => Guard(() =>
    {
        body();
        return true;
    });

    private static T Guard<T>(Func<T> body)
    {
        try
        {
            return body();
        }
        catch (SqliteException e)
        {
            throw new RunStoreException(ProblemOf(e), e) { IsWriteFailure = e.SqliteErrorCode is 10 or 13 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunStoreException("`run.db` cannot be written", e);
        }
    }

    private static string ProblemOf(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => "another process writes `run.db`",
        8 => "`run.db` cannot be written",
        10 or 13 => "the disk is full or fails",
        14 => "`run.db` cannot be opened",
        11 or 26 => "`run.db` is damaged, or no record of a run",
        _ => FormattableString.Invariant($"SQLite error {e.SqliteErrorCode} at `run.db`"),
    };

    /// <summary>Records as the search goes, and answers from the record where it has been before.</summary>
    private sealed class Journal(RunStore store, long seed, ImmutableArray<StoredTrial> recorded) : ISearchJournal
    {
        private readonly SqliteCommand begin = store.Command("INSERT INTO proposal VALUES ($0, $1, $2, $3)", seed, 0, "", 0.0);
        private readonly SqliteCommand end = store.Command(
            "INSERT INTO evaluation VALUES ($0, $1, $2, $3, $4, $5)", seed, 0, null, 0.0, 0.0, "");
        private readonly SqliteCommand measure = store.Command("INSERT INTO measure VALUES ($0, $1, $2, $3)", seed, 0, "", 0.0);
        private readonly SqliteCommand metric = store.Command("INSERT INTO metric VALUES ($0, $1, $2, $3)", seed, 0, 0, 0.0);

        public Evaluation? Begin(int number, Proposal proposal)
        {
            if (number < recorded.Length)
                return recorded[number].Proposal == proposal ? recorded[number].Evaluation : throw new JournalMismatchException(number);
            Guard(() => Execute(begin, number, proposal.Candidate.ToString(), proposal.Budget));
            return null;
        }

        /// <summary>Evaluation and metrics in one transaction: a record has both or none.</summary>
        public void End(Trial trial, TimeSpan elapsed) => Guard(() =>
        {
            using var transaction = store.connection.BeginTransaction();
            (end.Transaction, metric.Transaction, measure.Transaction) = (transaction, transaction, transaction);
            var evaluation = trial.Evaluation;
            Execute(
                end, trial.Number, evaluation.Failure, evaluation.Cost, elapsed.TotalSeconds,
                DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture));
            for (var goal = 0; goal < evaluation.Metrics.Length; goal++)
                Execute(metric, trial.Number, goal, evaluation.Metrics[goal]);
            foreach (var (name, value) in evaluation.Measures)
                Execute(measure, trial.Number, name, value);
            transaction.Commit();
        });

        /// <param name="values">After the seed.</param>
        private static void Execute(SqliteCommand command, params object?[] values)
        {
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i + 1].Value = values[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }
}
