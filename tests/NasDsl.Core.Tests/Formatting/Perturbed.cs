using System.Text;

namespace NasDsl.Tests.Formatting;

/// <summary>A program with other space between its tokens, and with comments where there may be some.</summary>
internal sealed class Perturbed(int seed)
{
    private readonly Random random = new(seed);

    public string Of(string program)
    {
        var text = new StringBuilder();
        for (var at = 0; at < program.Length;)
        {
            var length = LengthOfUntouched(program, at);
            if (length > 0)
            {
                text.Append(program, at, length);
                at += length;
                if (random.Next(60) == 0 && at < program.Length && program[at - 1] is '(' or '[' or '{' or ',')
                    text.Append(random.Next(3) switch { 0 => " ", 1 => " /* c */ ", _ => "  " });
                continue;
            }

            var start = at;
            while (at < program.Length && char.IsWhiteSpace(program[at]))
                at++;
            text.Append(Space(program[start..at].Contains('\n')));
        }

        return text.ToString();
    }

    /// <summary>Comments and strings stay as they are; so does each character that is no space.</summary>
    private static int LengthOfUntouched(string program, int at)
    {
        if (program.AsSpan(at).StartsWith("//"))
            return program.IndexOf('\n', at) is >= 0 and var end ? end - at : program.Length - at;
        if (program[at] == '"' && program.IndexOf('"', at + 1) is > 0 and var quote)
            return quote + 1 - at;
        return char.IsWhiteSpace(program[at]) ? 0 : 1;
    }

    private string Space(bool hasLineEnd)
    {
        var chance = random.Next(25);
        if (!hasLineEnd)
        {
            return chance switch
            {
                0 => " // behind\n  ",
                1 => " /* between */ ",
                2 or 3 => "\n   ",
                _ => new string(' ', random.Next(1, 4)),
            };
        }

        var lines = chance switch { 0 or 1 => " // behind\n", 2 or 3 => "\n/* above,\n two lines */\n", 4 => "\n\n\n\n", < 9 => "\n\n", _ => "\n" };
        return lines + new string(' ', random.Next(6)) + (random.Next(30) == 0 ? "// above\n" : "");
    }
}
