using System.Runtime.CompilerServices;
using DiffEngine;
using EmptyFiles;

/// <summary>
/// Makes the Verify.Xunit package behave as the helper in Snapshots/ does. Compiled into every test assembly, because a
/// module initializer runs only when its own module is used.
/// </summary>
internal static class VerifySetup
{
    [ModuleInitializer]
    internal static void Initialize()
    {
        DiffRunner.Disabled = true;
        VerifierSettings.UseUtf8NoBom();
        foreach (var extension in (string[])["cs", "dot", "ir", "json", "nas", "svg"])
            if (!FileExtensions.IsTextExtension(extension))
                FileExtensions.AddTextExtension(extension);
        if (Environment.GetEnvironmentVariable("NASDSL_ACCEPT") == "1")
            VerifierSettings.AutoVerify();
    }
}
