namespace NasDsl.Search;

/// <summary>The tables of `run.db`.</summary>
internal static class RunSchema
{
    /// <summary>What `PRAGMA user_version` says.</summary>
    public const int Version = 3;

    /// <summary>What `PRAGMA application_id` says: `NASc`.</summary>
    public const int Application = 0x4E415363;

    public const string Text = """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE goal (number INTEGER PRIMARY KEY, name TEXT NOT NULL, minimized INTEGER NOT NULL);
        CREATE TABLE search (
          seed INTEGER PRIMARY KEY,
          state TEXT NOT NULL,          -- running, finished or failed
          rank INTEGER,                 -- of its best in the table
          seconds REAL                  -- from its start, or its last resumption, to its end
        );
        CREATE TABLE proposal (
          seed INTEGER NOT NULL,
          number INTEGER NOT NULL,      -- from 0 in each search
          candidate TEXT NOT NULL,      -- a number for each slot of the decisions
          budget REAL NOT NULL,
          PRIMARY KEY (seed, number)
        ) WITHOUT ROWID;
        CREATE TABLE evaluation (
          seed INTEGER NOT NULL,
          number INTEGER NOT NULL,
          failure TEXT,                 -- why there are no metrics, or null
          cost REAL NOT NULL,           -- seconds of the evaluator's clock
          seconds REAL NOT NULL,        -- seconds that it took
          finished TEXT NOT NULL,       -- UTC
          PRIMARY KEY (seed, number)
        ) WITHOUT ROWID;
        CREATE TABLE metric (
          seed INTEGER NOT NULL,
          number INTEGER NOT NULL,
          goal INTEGER NOT NULL,
          value REAL NOT NULL,
          PRIMARY KEY (seed, number, goal)
        ) WITHOUT ROWID;
        CREATE TABLE measure (          -- what the metrics were computed from
          seed INTEGER NOT NULL,
          number INTEGER NOT NULL,
          name TEXT NOT NULL,
          value REAL NOT NULL,
          PRIMARY KEY (seed, number, name)
        ) WITHOUT ROWID;
        """;
}
