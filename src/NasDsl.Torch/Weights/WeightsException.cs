namespace NasDsl.Torch;

/// <summary>A weights file that is damaged, or belongs to another network (NAS71xx).</summary>
public sealed class WeightsException(string code, string message, string? help = null, Exception? cause = null)
    : CodedException(code, message, help, cause)
{
    public const string MissingFile = "NAS7101";
    public const string Truncated = "NAS7102";
    public const string BadHeader = "NAS7103";
    public const string UnknownType = "NAS7104";
    public const string BadOffsets = "NAS7105";
    public const string NamesDiffer = "NAS7106";
    public const string Unwritable = "NAS7107";

    internal static WeightsException At(string code, string file, long offset, string problem, Exception? cause = null) =>
        new(code, $"`{file}`, byte {offset}: {problem}", "save the weights again", cause);
}
