using System.Globalization;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>Numbers as people write them: digits and a unit.</summary>
internal static class NumberText
{
    private static readonly Dictionary<string, double> Units = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["%"] = 0.01,
        ["K"] = 1e3,
        ["k"] = 1e3,
        ["M"] = 1e6,
        ["G"] = 1e9,
        ["B"] = 1e9,
        ["T"] = 1e12,
        ["us"] = 1e-6,
        ["ms"] = 1e-3,
        ["s"] = 1,
        ["min"] = 60,
        ["h"] = 3600,
        ["KB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["px"] = 1,
        ["deg"] = 1,
        ["x"] = 1,
    };

    public static (double Value, bool IsInteger, string Unit, bool IsUnitKnown) Parse(string text)
    {
        var unitStart = UnitStart(text);
        var unit = text[unitStart..];
        var known = Units.TryGetValue(unit, out var factor);
        var number = double.Parse(text[..unitStart], NumberStyles.Float, CultureInfo.InvariantCulture);
        var value = unit == "%" ? number / 100 : number * (known ? factor : 1);
        return (value, unit is not "%" && value == Math.Floor(value) && Math.Abs(value) < 9e15, unit, known);
    }

    public static string? Suggest(string unit) => SpellChecker.Suggest(unit, Units.Keys.Where(u => u.Length > 0));

    private static int UnitStart(string text)
    {
        var i = 0;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
            i++;
        if (i >= text.Length || text[i] is not ('e' or 'E'))
            return i;
        var exponent = i + 1;
        if (exponent < text.Length && text[exponent] is ('+' or '-'))
            exponent++;
        if (exponent >= text.Length || !char.IsAsciiDigit(text[exponent]))
            return i;
        while (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            exponent++;
        return exponent;
    }
}
