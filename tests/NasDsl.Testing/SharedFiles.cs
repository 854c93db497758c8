namespace NasDsl.Testing;

/// <summary>Reference files that lie beside a checkout and are not part of it. Tests that need them are skipped without.</summary>
public static class SharedFiles
{
    /// <summary>The public members of the TorchSharp release that the binding follows.</summary>
    public const string TorchSharpApi = "../shared/reference/torchsharp-0.105.2-api.txt";

    /// <summary>Validation accuracies of the NAS-Bench-Macro space, as gzipped CSV.</summary>
    public const string NasBenchMacro = "../shared/data/nasbench-macro.csv.gz";

    /// <summary>Results of the TransNAS-Bench micro space, as gzipped CSV.</summary>
    public const string TransNasMicro = "../shared/data/transnas-micro.csv.gz";

    /// <summary>The absolute path of one of the files above.</summary>
    public static string PathOf(string relative) => RepositoryRoot.PathOf(relative);
}
