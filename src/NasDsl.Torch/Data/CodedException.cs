namespace NasDsl.Torch;

/// <summary>
/// An error a person can act on: a stable code, one sentence that says what was expected and what was found, and
/// what to do about it. Written lower case, without a final period, with names in backticks.
/// </summary>
public abstract class CodedException(string code, string message, string? help, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The code, such as <c>NAS7004</c>; it never changes its meaning.</summary>
    public string Code { get; } = code;

    /// <summary>What to do, or null where nothing helps.</summary>
    public string? Help { get; } = help;
}
