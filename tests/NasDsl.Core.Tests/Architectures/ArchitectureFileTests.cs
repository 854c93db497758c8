using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;
using NasDsl.Tests.Analysis;
using NasDsl.Text;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Architectures;

public class ArchitectureFileTests
{
    private static readonly SearchSpace Space = SpaceBuilder.Space(
        One("kind", null, "conv", "pool"),
        One("kind.kernel", new DecisionCondition("kind", "conv"), "3", "5", "none"),
        Subset("edges", 1, 2, null, "p", "q", "n[0]"),
        One("act", null, "relu", "swish"));

    [Fact]
    public void A_file_is_written_in_the_order_of_the_space()
    {
        var architecture = Architecture.Empty
            .With("act", "relu").With("edges", "q", "p").With("kind", "conv").With("kind.kernel", "5");

        Assert.Equal(
            $$"""
            {
              "network": "Tiny",
              "fingerprint": "{{Fingerprint.Of(Space)}}",
              "decisions": {
                "kind": "conv",
                "kind.kernel": "5",
                "edges": ["p", "q"],
                "act": "relu"
              }
            }

            """.ReplaceLineEndings("\n"),
            ArchitectureFile.Write(Space, architecture));
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var space = RandomSpaces.Make(seed);
            if (SpaceCounter.For(space).Architectures.IsZero)
                return true;
            var architecture = ArchitectureSampler.For(space, seed).Next();
            var read = ArchitectureFile.Read(new SourceText(ArchitectureFile.Write(space, architecture), "a.arch.json"), space);
            return read.Diagnostics.IsEmpty && architecture.Equals(read.Architecture);
        }));

    [Fact]
    public void Labels_are_put_in_the_order_of_the_decision()
    {
        var read = Read("""{"network":"Tiny","decisions":{"edges":["n[0]","p"],"act":"relu","kind":"pool"}}""");

        Assert.NotNull(read.Architecture);
        Assert.Equal(["p", "n[0]"], read.Architecture.Choices["edges"].ToArray());
    }

    [Theory]
    [InlineData("", "NAS6001", 0)]
    [InlineData("{ \"network\": \"Tiny\", }", "NAS6001", 21)]
    [InlineData("{ \"network\": \"T\u00e4ny\", }", "NAS6001", 21)]
    [InlineData("{\n  \"network\": \"Tiny\"\n} x", "NAS6001", 24)]
    [InlineData("{ \"network\": \"\\ud800\", \"decisions\": {} }", "NAS6001", 13)]
    [InlineData("{ \"network\": \"Tiny\"", "NAS6001", 19)]
    public void What_is_no_json_is_said_with_its_place(string text, string code, int start)
    {
        var read = Read(text);

        var diagnostic = Assert.Single(read.Diagnostics);
        Assert.Null(read.Architecture);
        Assert.Equal(code, diagnostic.Code);
        Assert.Equal(start, diagnostic.Span.Start);
        Assert.DoesNotContain("LineNumber", diagnostic.Message);
    }

    [Theory]
    [InlineData("""[|1|]""", "NAS6003")]
    [InlineData("""{ "network": [|7|], "decisions": {"act":"relu","edges":["p"],"kind":"pool"} }""", "NAS6003")]
    [InlineData("""{ "network": "Tiny", "decisions": [|true|] }""", "NAS6003")]
    [InlineData("""{ "network": "Tiny", [|"decision"|]: {}, "decisions": {"act":"relu","edges":["p"],"kind":"pool"} }""", "NAS6004")]
    [InlineData("""[|{|] "decisions": {"act":"relu","edges":["p"],"kind":"pool"} }""", "NAS6005")]
    [InlineData("""[|{|] "network": "Tiny" }""", "NAS6005")]
    [InlineData("""{ "network": "Tiny", [|"network"|]: 1, "decisions": {"act":"relu","edges":["p"],"kind":"pool"} }""", "NAS6006")]
    [InlineData("""{ "network": "Tiny", "decisions": {"act":"relu",[|"act"|]:"swish","edges":["p"],"kind":"pool"} }""", "NAS6006")]
    [InlineData("""{ "network": [|"Cifar"|], "decisions": {} }""", "NAS6007")]
    public void A_malformed_file_is_marked_where_it_is_wrong(string marked, string code) => AssertHas(marked, code);

    [Theory]
    [InlineData("""{"act":"relu","edges":["p"],"kind":"pool",[|"acts"|]:"relu"}""", "NAS6009")]
    [InlineData("""{"act":[|"relo"|],"edges":["p"],"kind":"pool"}""", "NAS6011")]
    [InlineData("""{"act":"relu","edges":[|["p","q","n[0]"]|],"kind":"pool"}""", "NAS6012")]
    [InlineData("""{"act":"relu","edges":[|[]|],"kind":"pool"}""", "NAS6012")]
    [InlineData("""{"act":"relu","edges":["p",[|"p"|]],"kind":"pool"}""", "NAS6013")]
    [InlineData("""{"act":"relu","edges":["p"],"kind":"pool",[|"kind.kernel"|]:"3"}""", "NAS6014")]
    [InlineData("""{"act":"relu","edges":["p"],"kind":"conv","kind.kernel":[|"none"|]}""", "NAS6015")]
    [InlineData("""{"act":[|["relu"]|],"edges":["p"],"kind":"pool"}""", "NAS6003")]
    [InlineData("""{"act":"relu","edges":[|"p"|],"kind":"pool"}""", "NAS6003")]
    [InlineData("""{"act":"relu","edges":["p",[|1|]],"kind":"pool"}""", "NAS6003")]
    [InlineData("""{"act":[|null|],"edges":["p"],"kind":"pool"}""", "NAS6003")]
    [InlineData("""{"act":"relu","edges":["p"],"kind":[|"pol"|],"kind.kernel":"3"}""", "NAS6011")]
    public void An_architecture_that_does_not_fit_is_marked_once(string decisions, string code) =>
        AssertHas($$"""{"network":"Tiny","decisions":{{decisions}}}""", code);

    [Fact]
    public void Missing_decisions_are_said_together_and_all_problems_in_one_run()
    {
        AssertHas("""{"network":"Tiny",[|"decisions"|]:{"edges":["p",[|"x"|]],"kind":"conv"}}""", "NAS6010", "NAS6011");
        var read = Read("""{"network":"Tiny","decisions":{"edges":["p"],"kind":"conv"}}""");
        Assert.Equal("2 decisions are missing: `kind.kernel`, `act`", Assert.Single(read.Diagnostics).Message);
    }

    [Fact]
    public void A_misspelling_has_a_fix()
    {
        var read = Read("""{"network":"Tiny","decisions":{"act":"rleu","edges":["p"],"kind":"pool"}}""");

        var diagnostic = Assert.Single(read.Diagnostics);
        Assert.Equal("did you mean `relu`?", diagnostic.Help);
        Assert.Equal("\"relu\"", Assert.Single(diagnostic.Fixes).Replacement);
    }

    [Fact]
    public void A_file_for_another_version_says_what_differs()
    {
        var old = SpaceBuilder.Space(Subset("edges", 1, 2, null, "p", "z"), One("gone", null, "a"));
        var text = ArchitectureFile.Write(old, Architecture.Empty.With("edges", "z").With("gone", "a"));

        var diagnostic = Assert.Single(Read(text).Diagnostics);

        Assert.Equal("NAS6008", diagnostic.Code);
        Assert.Equal($"\"{Fingerprint.Of(old)}\"", text.Substring(diagnostic.Span.Start, diagnostic.Span.Length));
        Assert.Contains("`edges` has no alternative `z`", diagnostic.Message);
        Assert.Contains("2 decisions are missing: `kind`, `act`", diagnostic.Message);
        Assert.Contains("`Tiny` has no decision `gone`", diagnostic.Message);
        Assert.Equal(3, diagnostic.Related.Length);
    }

    [Fact]
    public void A_file_for_another_version_that_still_fits_can_be_kept_by_deleting_the_fingerprint()
    {
        var read = Read("""{"network":"Tiny","fingerprint":"00","decisions":{"act":"relu","edges":["p"],"kind":"pool"}}""");

        Assert.Contains("delete the field `fingerprint`", Assert.Single(read.Diagnostics).Help);
    }

    [Fact]
    public void A_huge_file_and_a_deep_one_are_refused()
    {
        Assert.Equal("NAS6002", Assert.Single(Read(new string(' ', ArchitectureFile.LargestFile + 1)).Diagnostics).Code);
        Assert.Equal("NAS6001", Assert.Single(Read("{\"x\":" + new string('[', 10_000)).Diagnostics.Where(d => d.Code == "NAS6001")).Code);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text() =>
        Assert.NotNull(Read("\uFEFF{\"network\":\"Tiny\",\"decisions\":{\"act\":\"relu\",\"edges\":[\"p\"],\"kind\":\"pool\"}}").Architecture);

    [Fact]
    public void Reading_never_throws_whatever_is_changed_in_a_file()
    {
        var text = ArchitectureFile.Write(Darts(), ArchitectureSampler.For(Darts(), 1).Next());
        Check.QuickThrowOnFailure(Prop.ForAll<int, int, char>((at, length, inserted) =>
        {
            var start = Math.Abs(at * 31 % text.Length);
            var end = Math.Min(text.Length, start + Math.Abs(length) % 20);
            var changed = $"{text[..start]}{inserted}{text[end..]}";
            var read = ArchitectureFile.Read(new SourceText(changed, "a"), Darts());
            return read.Architecture is null != read.Diagnostics.IsEmpty
                && read.Diagnostics.All(d => d.Span.Start >= 0 && d.Span.End <= changed.Length);
        }));
    }

    [Fact]
    public void Writing_what_does_not_fit_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ArchitectureFile.Write(Space, Architecture.Empty));

        Assert.Contains("decisions are missing", error.Message);
    }

    private static ArchitectureResult Read(string text) => ArchitectureFile.Read(new SourceText(text, "a.arch.json"), Space);

    private static void AssertHas(string marked, params string[] codes)
    {
        var text = MarkedText.Parse(marked, "a.arch.json");
        text.AssertHas(ArchitectureFile.Read(text.Source, Space).Diagnostics, codes);
    }
}
