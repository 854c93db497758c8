using System.Collections.Immutable;
using System.Text;

namespace NasDsl.Emit;

/// <summary>A static value inside a class's text that may become a parameter of its constructor.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Literal">The value as C#.</param>
/// <param name="Node">The node it belongs to.</param>
/// <param name="Argument">The argument it is.</param>
internal sealed record Hole(string Type, string Literal, string Node, string Argument);

/// <summary>
/// Text with places for values: what two uses of a declaration have in common. Markers are control characters, which
/// occur in no C# text:
/// `1 n 2` the value n; `3 n label default 4` an optional argument; `5 n yes no 7` one of two texts; `6` separates.
/// `8 n yes no 7` one of two types.
/// </summary>
internal static class Template
{
    private const char Value = '\u0001', ValueEnd = '\u0002', Optional = '\u0003', OptionalEnd = '\u0004',
        Choice = '\u0005', Separator = '\u0006', ChoiceEnd = '\u0007', TypeChoice = '\u0008';

    public static string OfValue(int hole) => $"{Value}{hole}{ValueEnd}";

    public static string OfOptional(int hole, string label, string @default) =>
        $"{Optional}{hole}{Separator}{label}{Separator}{@default}{OptionalEnd}";

    public static string OfChoice(int hole, string whenTrue, string whenFalse) =>
        $"{Choice}{hole}{Separator}{whenTrue}{Separator}{whenFalse}{ChoiceEnd}";

    public static string OfTypeChoice(int hole, string whenTrue, string whenFalse) =>
        $"{TypeChoice}{hole}{Separator}{whenTrue}{Separator}{whenFalse}{ChoiceEnd}";

    /// <summary>
    /// The text with each value as <paramref name="texts"/> has it: a literal, or an expression over parameters, where
    /// <paramref name="varies"/>.
    /// </summary>
    public static string Fill(string template, ImmutableArray<string> texts, ImmutableArray<bool> varies)
    {
        var position = 0;
        return Fill(template, ref position, texts, varies);
    }

    private static string Fill(string template, ref int position, ImmutableArray<string> texts, ImmutableArray<bool> varies)
    {
        var result = new StringBuilder();
        while (position < template.Length && template[position] is not (Separator or ChoiceEnd or OptionalEnd))
        {
            var c = template[position++];
            switch (c)
            {
                case Value:
                    result.Append(texts[Number(template, ref position)]);
                    break;
                case Optional:
                    result.Append(FillOptional(template, ref position, texts, varies));
                    break;
                case Choice or TypeChoice:
                    result.Append(FillChoice(template, ref position, texts, varies, c == TypeChoice));
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }
        return result.ToString();
    }

    private static string FillOptional(string template, ref int position, ImmutableArray<string> texts, ImmutableArray<bool> varies)
    {
        var hole = Number(template, ref position);
        var end = template.IndexOf(OptionalEnd, position);
        var parts = template[position..end].Split(Separator);
        position = end + 1;
        return !varies[hole] && texts[hole] == parts[1] ? "" : $", {parts[0]}: {texts[hole]}";
    }

    private static string FillChoice(
        string template, ref int position, ImmutableArray<string> texts, ImmutableArray<bool> varies, bool isType)
    {
        var hole = Number(template, ref position);
        var whenTrue = Fill(template, ref position, texts, varies);
        position++;
        var whenFalse = Fill(template, ref position, texts, varies);
        position++;
        if (!varies[hole])
            return texts[hole] == "true" ? whenTrue : whenFalse;
        return isType ? "Module<Tensor, Tensor>" : $"{texts[hole]} ? {whenTrue} : {whenFalse}";
    }

    private static int Number(string template, ref int position)
    {
        var number = 0;
        while (char.IsAsciiDigit(template[position]))
            number = 10 * number + (template[position++] - '0');
        position++;
        return number;
    }
}
