namespace NasDsl.Torch;

/// <summary>A device that this machine does not have, or that nobody knows (NAS73xx).</summary>
public sealed class DeviceException(string code, string message, string? help = null)
    : CodedException(code, message, help)
{
    public const string Unknown = "NAS7301";
    public const string Unavailable = "NAS7302";
}
