using FsCheck;
using FsCheck.Fluent;
using NasDsl.Testing;

namespace NasDsl.Tests.Parsing;

/// <summary>Programs with accidents: what an editor holds while somebody types, and worse.</summary>
internal static class MutatedSources
{
    private static readonly string[] Pieces =
    [
        "choose", "choose 2 of", "chain x {", "nodes n[4] =", "if", "then", "else", "|>", ">>", "(", ")", "[", "]", "{", "}", "..", ",", "=",
        "==", "~=", "^", "-", "not", "repeat(3)", "op F(x)", "network N(x: [3, 8, 8])", "output", "for s in", "\"", "/*", "*/", "//", "///",
        "1e308", "99999999999999999999", "3.5M", "50%", "-1", "0", "\0", "\r", "\r\n", "\t", "\uFEFF", "\uD83D", "\uDE00", "😀", "é", "\u2028",
        "constraint params(Cifar) <= 1", "const A = A", "import \"x\"", "as", "with", "..n", "n[-1]", "[s |> choose S for s in [p, q]]",
    ];

    public static string Example { get; } = RepositoryRoot.ReadText("examples", "darts.nas");

    /// <summary>An example with one to eight mutations.</summary>
    public static Arbitrary<string> Arbitrary() =>
        (from count in Gen.Choose(1, 8)
         from edits in Mutation().ArrayOf(count)
         select edits.Aggregate(Example, (text, edit) => edit(text))).ToArbitrary();

    private static Gen<Func<string, string>> Mutation() =>
        from place in Gen.Choose(0, 9999)
        from other in Gen.Choose(0, 9999)
        from length in Gen.Choose(1, 40)
        from piece in Gen.Elements(Pieces)
        from kind in Gen.Choose(0, 6)
        select new Func<string, string>(text => Mutate(text, place, other, length, piece, kind));

    private static string Mutate(string text, int place, int other, int length, string piece, int kind)
    {
        if (text.Length < 2)
            return text + piece;
        var at = place * text.Length / 10000;
        var to = other * text.Length / 10000;
        var size = Math.Min(length, text.Length - at);
        return kind switch
        {
            0 => text.Remove(at, 1),
            1 => text.Remove(at, size),
            2 => text.Insert(at, piece),
            3 => text.Insert(to, text.Substring(at, size)),
            4 => text[..at] + text[to..],
            5 => text.Replace(text.Substring(at, Math.Min(2, size)), piece, StringComparison.Ordinal),
            _ => text.Remove(at, size).Insert(Math.Min(to, text.Length - size), text.Substring(at, size)),
        };
    }
}
