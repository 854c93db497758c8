using System.Runtime.CompilerServices;

namespace VerifyTests;

/// <summary>A verification that runs when it is awaited, so that its settings can be chosen fluently before.</summary>
public sealed class SettingsTask(VerifySettings? settings, Func<VerifySettings, Task<VerifyResult>> run)
{
    private readonly VerifySettings chosen = new(settings);
    private Task<VerifyResult>? task;

    /// <inheritdoc cref="VerifySettings.UseDirectory"/>
    public SettingsTask UseDirectory(string directory) => With(() => chosen.UseDirectory(directory));

    /// <inheritdoc cref="VerifySettings.UseFileName"/>
    public SettingsTask UseFileName(string fileName) => With(() => chosen.UseFileName(fileName));

    /// <inheritdoc cref="VerifySettings.UseTypeName"/>
    public SettingsTask UseTypeName(string name) => With(() => chosen.UseTypeName(name));

    /// <inheritdoc cref="VerifySettings.UseMethodName"/>
    public SettingsTask UseMethodName(string name) => With(() => chosen.UseMethodName(name));

    /// <inheritdoc cref="VerifySettings.UseParameters"/>
    public SettingsTask UseParameters(params object?[] parameters) => With(() => chosen.UseParameters(parameters));

    /// <inheritdoc cref="VerifySettings.UseTextForParameters"/>
    public SettingsTask UseTextForParameters(string parametersText) =>
        With(() => chosen.UseTextForParameters(parametersText));

    /// <inheritdoc cref="VerifySettings.DisableRequireUniquePrefix"/>
    public SettingsTask DisableRequireUniquePrefix() => With(chosen.DisableRequireUniquePrefix);

    /// <summary>Starts the verification, once.</summary>
    public Task<VerifyResult> ToTask() => task ??= run(chosen);

    /// <summary>Awaits the verification.</summary>
    public TaskAwaiter<VerifyResult> GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>Awaits the verification.</summary>
    public ConfiguredTaskAwaitable<VerifyResult> ConfigureAwait(bool continueOnCapturedContext) =>
        ToTask().ConfigureAwait(continueOnCapturedContext);

    /// <summary>Lets a test method return the verification.</summary>
    public static implicit operator Task<VerifyResult>(SettingsTask verification) => verification.ToTask();

    private SettingsTask With(Action change)
    {
        if (task is not null)
            throw new InvalidOperationException("the verification has begun: choose its settings before awaiting it");
        change();
        return this;
    }
}
