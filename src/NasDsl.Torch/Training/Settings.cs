namespace NasDsl.Torch;

/// <summary>Checks of settings.</summary>
internal static class Settings
{
    /// <exception cref="TrainingException">the value is not what it must be (NAS7202)</exception>
    public static void Require(bool holds, string name, string expected, double found)
    {
        if (!holds)
        {
            throw new TrainingException(
                TrainingException.BadSetting,
                FormattableString.Invariant($"`{name}` must be {expected}, found {found}"),
                $"change `{name}`");
        }
    }
}
