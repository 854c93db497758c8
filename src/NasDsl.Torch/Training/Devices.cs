using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>Turns a device's name into a device; no other code names one.</summary>
public static class Devices
{
    /// <summary>Where everything runs unless told otherwise.</summary>
    public const string Default = "cpu";

    /// <param name="name"><c>cpu</c>, <c>cuda</c> (the first one) or <c>cuda:N</c>.</param>
    /// <exception cref="DeviceException">the name means nothing (NAS7301), or there is no such device (NAS7302)</exception>
    public static Device Parse(string name)
    {
        if (name == "cpu")
            return CPU;
        var parts = name.Split(':');
        var index = 0;
        if (parts[0] != "cuda" || parts.Length > 2 || parts.Length == 2 && !IsIndex(parts[1], out index))
        {
            throw new DeviceException(
                DeviceException.Unknown, $"`{name}` is not a device", "name `cpu`, `cuda` or `cuda:N`");
        }

        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (index >= count)
        {
            throw new DeviceException(
                DeviceException.Unavailable,
                count == 0
                    ? $"there is no CUDA device for `{name}`"
                    : $"there is no `{name}`: this machine has `cuda:0` to `cuda:{count - 1}`",
                count == 0 ? "use `cpu`, or install a CUDA driver and a libtorch built for it" : "name one of those");
        }

        return new Device($"cuda:{index}");
    }

    private static bool IsIndex(string text, out int index)
    {
        index = 0;
        return text.All(char.IsAsciiDigit) && int.TryParse(text, out index);
    }
}
