namespace NasDsl.Torch;

/// <summary>
/// The sources of data sets, weights and training, which an exported project takes along: they use the base class
/// library and TorchSharp only, with implicit usings and nullable analysis on.
/// </summary>
public static class PortableSources
{
    private const string Prefix = "portable/";
    private const string TrainingFolder = Prefix + "Training/";
    private const string SearchFolder = TrainingFolder + "Search/";
    private static readonly string[] Evaluating =
        [Prefix + "Training/Classifier.cs", Prefix + "Training/Devices.cs", Prefix + "Training/DeviceException.cs",
         Prefix + "Training/Evaluation.cs", Prefix + "Training/TrainingException.cs"];

    private const string OwnNamespace = "namespace NasDsl.Torch;";

    /// <summary>Every file with its folder, such as <c>Data/ImageBatch.cs</c>, in the order of their names.</summary>
    /// <param name="targetNamespace">the namespace the files are put into.</param>
    /// <param name="withSearch">takes the search of supernets along; training a child needs none of it.</param>
    public static IReadOnlyList<(string Path, string Text)> In(string targetNamespace, bool withSearch) => In(
        targetNamespace, name => withSearch || !name.StartsWith(SearchFolder, StringComparison.Ordinal));

    /// <summary>The files that a trained network is tested with, without those that train.</summary>
    /// <param name="targetNamespace">the namespace the files are put into.</param>
    public static IReadOnlyList<(string Path, string Text)> ForInference(string targetNamespace) => In(
        targetNamespace, name => !name.StartsWith(TrainingFolder, StringComparison.Ordinal) || Evaluating.Contains(name));

    private static IReadOnlyList<(string Path, string Text)> In(string targetNamespace, Func<string, bool> isWanted)
    {
        var assembly = typeof(PortableSources).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Where(isWanted)
                .Order(StringComparer.Ordinal)
                .Select(name => (name[Prefix.Length..], Read(name).Replace(OwnNamespace, $"namespace {targetNamespace};"))),
        ];

        string Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
