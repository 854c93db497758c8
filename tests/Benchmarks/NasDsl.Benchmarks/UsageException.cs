namespace NasDsl.Benchmarks;

/// <summary>The benchmarks were called wrongly; the message is for the person who did.</summary>
internal sealed class UsageException(string message) : Exception(message);
