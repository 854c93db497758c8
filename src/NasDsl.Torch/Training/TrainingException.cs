namespace NasDsl.Torch;

/// <summary>Training that cannot start or cannot go on (NAS72xx).</summary>
public sealed class TrainingException(string code, string message, string? help = null)
    : CodedException(code, message, help)
{
    public const string NotFinite = "NAS7201";
    public const string BadSetting = "NAS7202";
    public const string TooFewOutputs = "NAS7203";
    public const string NothingToSearch = "NAS7204";
    public const string NoAuxiliary = "NAS7205";
}
