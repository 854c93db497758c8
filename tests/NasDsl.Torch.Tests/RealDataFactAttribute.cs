namespace NasDsl.Torch.Tests;

/// <summary>A test that needs a real data set, skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string dataset)
    {
        try
        {
            DatasetCatalog.Open(dataset);
        }
        catch (DataException missing) when (missing.Code == DataException.UnknownDataset)
        {
            Skip = missing.Help;
        }
    }
}
