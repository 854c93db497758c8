namespace VerifyTests;

/// <summary>Where a snapshot lies and what it is called.</summary>
public sealed class VerifySettings
{
    /// <summary>The default: beside the test's source, named after class and method.</summary>
    public VerifySettings()
    {
    }

    /// <summary>A copy, or the default if there is nothing to copy.</summary>
    public VerifySettings(VerifySettings? settings)
    {
        if (settings is null)
            return;

        Directory = settings.Directory;
        FileName = settings.FileName;
        TypeName = settings.TypeName;
        MethodName = settings.MethodName;
        ParametersText = settings.ParametersText;
        Parameters = settings.Parameters;
        UniquePrefixDisabled = settings.UniquePrefixDisabled;
    }

    internal string? Directory { get; private set; }

    internal string? FileName { get; private set; }

    internal string? TypeName { get; private set; }

    internal string? MethodName { get; private set; }

    internal string? ParametersText { get; private set; }

    internal object?[]? Parameters { get; private set; }

    internal bool UniquePrefixDisabled { get; private set; }

    /// <summary>Puts the snapshot into a folder, which may be relative to that of the test's source.</summary>
    public void UseDirectory(string directory) => Directory = directory;

    /// <summary>Replaces class, method and parameters in the file's name.</summary>
    public void UseFileName(string fileName)
    {
        if (TypeName is not null || MethodName is not null || Parameters is not null || ParametersText is not null)
            throw new InvalidOperationException("`UseFileName` replaces the whole name: use it alone");
        FileName = fileName;
    }

    /// <summary>Replaces the class in the file's name.</summary>
    public void UseTypeName(string name)
    {
        RefuseWithFileName(nameof(UseTypeName));
        TypeName = name;
    }

    /// <summary>Replaces the method in the file's name.</summary>
    public void UseMethodName(string name)
    {
        RefuseWithFileName(nameof(UseMethodName));
        MethodName = name;
    }

    /// <summary>Adds <c>_name=value</c> to the file's name for each of a theory's parameters.</summary>
    public void UseParameters(params object?[] parameters)
    {
        RefuseWithFileName(nameof(UseParameters));
        if (ParametersText is not null)
            throw new InvalidOperationException("`UseParameters` is not compatible with `UseTextForParameters`");
        Parameters = parameters;
    }

    /// <summary>Adds <c>_text</c> to the file's name in place of a theory's parameters.</summary>
    public void UseTextForParameters(string parametersText)
    {
        RefuseWithFileName(nameof(UseTextForParameters));
        if (Parameters is not null)
            throw new InvalidOperationException("`UseTextForParameters` is not compatible with `UseParameters`");
        ParametersText = parametersText;
    }

    /// <summary>Lets several verifications share one snapshot, as when all must be equal to it.</summary>
    public void DisableRequireUniquePrefix() => UniquePrefixDisabled = true;

    private void RefuseWithFileName(string caller)
    {
        if (FileName is not null)
            throw new InvalidOperationException($"`{caller}` is not compatible with `UseFileName`");
    }
}
