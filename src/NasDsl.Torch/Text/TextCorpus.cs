namespace NasDsl.Torch;

/// <summary>A text as numbers of tokens, in three parts. The vocabulary is that of the training part.</summary>
public sealed record TextCorpus(string Name, TextVocabulary Vocabulary, int[] Train, int[] Validation, int[] Test)
{
    /// <summary>
    /// Makes numbers of a text. Where it is one text, the first 80 % of its tokens train, the next 10 % validate, and the
    /// rest tests.
    /// </summary>
    /// <param name="size">how many tokens the network tells apart, the unknown one included.</param>
    /// <exception cref="DataException">a part is empty (NAS7014)</exception>
    public static TextCorpus Of(TextFiles files, int size, TextLevel level = TextLevel.Words)
    {
        var parts = Parts(files, level);
        foreach (var (part, name) in parts.Zip(new[] { "training", "validation", "test" }))
            if (part.Length == 0)
                throw TooLittle($"the {name} part of `{files.Name}` is empty");
        var vocabulary = TextVocabulary.Of(parts[0], size);
        var numbers = Array.ConvertAll(parts, part => Array.ConvertAll(part, vocabulary.IdOf));
        return new TextCorpus(files.Name, vocabulary, numbers[0], numbers[1], numbers[2]);
    }

    internal static DataException TooLittle(string problem, string help = "take a longer text") =>
        new(DataException.TooLittleText, problem, help);

    private static string[][] Parts(TextFiles files, TextLevel level)
    {
        string[] tokens = [.. TextVocabulary.Split(files.Train, level)];
        if (files is { Validation: { } validation, Test: { } test })
            return [tokens, [.. TextVocabulary.Split(validation, level)], [.. TextVocabulary.Split(test, level)]];
        var (train, valid) = ((int)(tokens.Length * 8L / 10), (int)(tokens.Length * 9L / 10));
        return [tokens[..train], tokens[train..valid], tokens[valid..]];
    }
}
