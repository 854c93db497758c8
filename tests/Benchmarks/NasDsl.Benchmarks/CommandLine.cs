using System.Globalization;

namespace NasDsl.Benchmarks;

/// <summary>Options and what follows them: `--batch 16 --json`.</summary>
internal sealed class CommandLine(IReadOnlyList<string> arguments)
{
    public bool Has(string option) => arguments.Contains(option);

    public string Text(string option, string otherwise)
    {
        var index = Enumerable.Range(0, arguments.Count).LastOrDefault(i => arguments[i] == option, -1);
        if (index < 0)
            return otherwise;
        return index + 1 < arguments.Count ? arguments[index + 1] : throw new UsageException($"`{option}` needs a value");
    }

    /// <summary>A number from 1 on.</summary>
    public int Number(string option, int otherwise)
    {
        var text = Text(option, otherwise.ToString(CultureInfo.InvariantCulture));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"`{option}` needs a number from 1 on, not `{text}`");
    }
}
