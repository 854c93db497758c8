using System.IO.Compression;
using System.Text;

namespace NasDsl.Torch.Tests.Text;

public sealed class TextCorpusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Words_end_at_white_space_and_lines_are_words()
    {
        var corpus = Corpus("a b\n\n  b\tc \n", "a\n", "b", 10);

        Assert.Equal(["<unk>", "<eos>", "b", "a", "c"], corpus.Vocabulary.Tokens);
        Assert.Equal([3, 2, 1, 2, 4, 1], corpus.Train);
        Assert.Equal([3, 1], corpus.Validation);
        Assert.Equal([2, 1], corpus.Test);
    }

    [Fact]
    public void Line_ends_of_other_systems_make_no_difference()
    {
        var expected = Corpus("a b\nc a\n", "a", "b", 10).Train;

        Assert.Equal(expected, Corpus("a b\r\nc a\r\n", "a", "b", 10).Train);
        Assert.Equal(expected, Corpus("\uFEFFa b\rc a", "a", "b", 10).Train);
    }

    [Fact]
    public void Words_beyond_the_vocabulary_are_unknown()
    {
        var corpus = Corpus("a a a b b c <unk>\n", "a b c zebra", "<unk>", 4);

        Assert.Equal(["<unk>", "a", "b", "<eos>"], corpus.Vocabulary.Tokens);
        Assert.Equal([1, 1, 1, 2, 2, 0, 0, 3], corpus.Train);
        Assert.Equal([1, 2, 0, 0, 3], corpus.Validation);
        Assert.Equal([0, 3], corpus.Test);
    }

    [Fact]
    public void The_vocabulary_is_that_of_the_training_part() =>
        Assert.DoesNotContain("b", Corpus("a\n", "b b b\n", "b\n", 10).Vocabulary.Tokens);

    [Fact]
    public void One_text_is_divided_after_eight_and_nine_tenths_of_its_tokens()
    {
        var file = folder.Write("all.txt", Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 99).Select(i => $"w{i:00}"))));
        var corpus = TextCorpus.Of(TextCatalog.Open(file), 1000);

        Assert.Equal((80, 10, 10), (corpus.Train.Length, corpus.Validation.Length, corpus.Test.Length));
        Assert.Equal(corpus.Vocabulary.IdOf("w79"), corpus.Train[^1]);
        Assert.All(corpus.Validation, id => Assert.Equal(0, id));
    }

    [Fact]
    public void Characters_are_whole_even_beyond_sixteen_bits()
    {
        var corpus = TextCorpus.Of(new TextFiles("t", "ab\n🐟a", "a", "b"), 10, TextLevel.Characters);

        Assert.Equal(["<unk>", "a", "\n", "b", "🐟"], corpus.Vocabulary.Tokens);
        Assert.Equal([1, 3, 2, 4, 1], corpus.Train);
    }

    [Fact]
    public void A_gzipped_file_is_read_like_a_plain_one()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some words\n", 5000))));
        folder.Write("text.txt.gz", packed.ToArray());

        Assert.Equal(55_000, TextCatalog.Open(folder.Path).Train.Length);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_placed()
    {
        var file = folder.Write("latin.txt", [.. "caf"u8, 0xE9, .. " au lait"u8]);
        var error = Fails(() => TextCatalog.Open(file), DataException.NotUtf8);

        Assert.Contains("latin.txt`, byte 3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("iconv", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_gzip_file_is_an_error()
    {
        var file = folder.Write("text.txt.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff, 1, 2, 3]);
        Fails(() => TextCatalog.Open(file), DataException.CorruptCompression);
    }

    [Theory, InlineData(""), InlineData("\n\r\n \n")]
    public void A_text_without_words_is_an_error(string text)
    {
        var file = folder.Write("empty.txt", Encoding.UTF8.GetBytes(text));
        var error = Fails(() => TextCorpus.Of(TextCatalog.Open(file), 10), DataException.TooLittleText);
        Assert.Equal("the training part of `empty.txt` is empty", error.Message);
    }

    [Fact]
    public void A_folder_of_other_things_is_an_error()
    {
        folder.Write("a.csv", "a"u8.ToArray());
        Fails(() => TextCatalog.Open(folder.Path), DataException.MissingFile);
        folder.Write("ptb.train.txt", "a"u8.ToArray());
        folder.Write("ptb.test.txt", "a"u8.ToArray());
        Fails(() => TextCatalog.Open(folder.Path), DataException.MissingFile);
        folder.Write("ptb.valid.txt", "b"u8.ToArray());
        Assert.Equal(("a", "b", "a"), TextCatalog.Open(folder.Path) is var text ? (text.Train, text.Validation, text.Test) : default);
    }

    [Fact]
    public void A_text_that_is_not_installed_says_how_to_get_it()
    {
        var error = Fails(() => TextCatalog.Open("jargon", [folder["no.txt"]]), DataException.UnknownDataset);
        Assert.Equal("install it with: apt-get install jargon-text", error.Help);
        Fails(() => TextCatalog.Open("jargn"), DataException.UnknownDataset);
    }

    [Fact]
    public void Windows_go_on_where_the_one_before_ended_in_every_stream()
    {
        var windows = new TextBatches([.. Enumerable.Range(0, 23)], 3, 2, "part").All().ToList();

        // 23 tokens: three streams of seven, three windows of two steps each; two tokens fill no stream.
        Assert.Equal(3, windows.Count);
        Assert.Equal([0, 1, 7, 8, 14, 15], windows[0].Tokens);
        Assert.Equal([1, 2, 8, 9, 15, 16], windows[0].Next);
        Assert.Equal([4, 5, 11, 12, 18, 19], windows[2].Tokens);
        Assert.Equal([5, 6, 12, 13, 19, 20], windows[2].Next);
    }

    [Fact]
    public void A_text_of_less_than_a_window_is_too_short()
    {
        Assert.Equal(1, new TextBatches(new int[12], 3, 3, "part").Windows);
        var error = Fails(() => new TextBatches(new int[11], 3, 3, "test part"), DataException.TooLittleText);
        Assert.Equal("the test part has 11 tokens: 3 streams of 3 steps need 12", error.Message);
        Assert.Equal((2, 1), TextBatches.ForEvaluation(new int[11], 64, 4, "part") is var few ? (few.Streams, few.Windows) : default);
        Fails(() => TextBatches.ForEvaluation(new int[4], 64, 4, "part"), DataException.TooLittleText);
    }

    [Fact]
    public void The_jargon_file_is_found_where_it_is_installed()
    {
        try
        {
            var corpus = TextCorpus.Of(TextCatalog.Open("jargon"), 10_000);
            Assert.Equal(10_000, corpus.Vocabulary.Count);
            Assert.InRange(corpus.Train.Length, 200_000, 250_000);
        }
        catch (DataException missing)
        {
            Assert.Equal((DataException.UnknownDataset, "install it with: apt-get install jargon-text"), (missing.Code, missing.Help));
        }
    }

    public void Dispose() => folder.Dispose();

    private TextCorpus Corpus(string train, string valid, string test, int size)
    {
        foreach (var (name, text) in new[] { ("x.train.txt", train), ("x.valid.txt", valid), ("x.test.txt", test) })
            folder.Write(name, Encoding.UTF8.GetBytes(text));
        return TextCorpus.Of(TextCatalog.Open(folder.Path), size);
    }

    private static DataException Fails(Action action, string code)
    {
        var error = Assert.Throws<DataException>(action);
        Assert.Equal(code, error.Code);
        Assert.NotNull(error.Help);
        return error;
    }
}
