namespace NasDsl.Benchmarks;

/// <summary>The benchmarks were called wrongly; the message is for the person who did.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>A process that was to be measured did not do its work; what it said is on standard error.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
