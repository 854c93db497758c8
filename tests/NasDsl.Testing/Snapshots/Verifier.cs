using System.Reflection;
using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>
/// Compares text with the snapshot that lies beside the test's source as <c>Class.Method.verified.ext</c>.
/// </summary>
/// <remarks>
/// The names, signatures and file conventions are Verify.Xunit's, so that tests compile with either. A difference leaves
/// the text as <c>Class.Method.received.ext</c> and fails the test; <c>NASDSL_ACCEPT=1</c> makes it the new snapshot.
/// </remarks>
public static class Verifier
{
    /// <summary>Verifies text as a <c>.txt</c> file.</summary>
    public static SettingsTask Verify(
        string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Start([new Target("txt", TextOf(target))], settings, sourceFile);

    /// <inheritdoc cref="Verify(string?, VerifySettings?, string)"/>
    public static SettingsTask Verify(
        Task<string> target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Start(async () => [new Target("txt", TextOf(await target))], settings, sourceFile);

    /// <summary>Verifies text as a file with the extension, which is given without a dot.</summary>
    public static SettingsTask Verify(
        string? target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Start([new Target(extension, target ?? "null")], settings, sourceFile);

    /// <inheritdoc cref="Verify(string?, string, VerifySettings?, string)"/>
    public static SettingsTask Verify(
        Task<string> target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Start(async () => [new Target(extension, await target)], settings, sourceFile);

    /// <summary>Verifies one target.</summary>
    public static SettingsTask Verify(
        Target target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Start([target], settings, sourceFile);

    /// <summary>
    /// Verifies several targets of one test; what differs is written for all of them before the test fails.
    /// </summary>
    public static SettingsTask Verify(
        IEnumerable<Target> targets, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Start([.. targets], settings, sourceFile);

    private static string TextOf(string? target) => target switch
    {
        null => "null",
        "" => "emptyString",
        _ => target,
    };

    private static SettingsTask Start(Target[] targets, VerifySettings? settings, string sourceFile) =>
        Start(() => Task.FromResult(targets), settings, sourceFile);

    // The method is looked up when the task runs, after the fluent calls have changed the settings.
    private static SettingsTask Start(Func<Task<Target[]>> targets, VerifySettings? settings, string sourceFile) =>
        new(settings, async chosen =>
        {
            var method = UseVerifyAttribute.GetMethod();
            var names = new SnapshotNames(sourceFile, method.ReflectedType ?? method.DeclaringType, method, chosen);
            return SnapshotComparison.Run(names, await targets());
        });
}

/// <summary>Tells <see cref="Verifier"/> which test is running. Applied to every test assembly by the build.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : Xunit.Sdk.BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> Current = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest) => Current.Value = methodUnderTest;

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => Current.Value = null;

    internal static MethodInfo GetMethod() =>
        Current.Value ?? throw new InvalidOperationException(
            "`Verify` was called outside a test, or its assembly lacks `[assembly: UseVerify]`");
}
