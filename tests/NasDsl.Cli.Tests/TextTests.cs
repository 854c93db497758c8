using System.Text.Json;
using NasDsl.Testing;

namespace NasDsl.Cli.Tests;

/// <summary>A recurrent cell searched and trained on a small text, from the published program with small numbers.</summary>
[Collection(nameof(Libtorch))]
public sealed class TextTests
{
    private static readonly string[] Small =
        ["darts_rnn.nas", "--data", "text.txt", "--threads", "1", "--set", "hidden=8", "--set", "steps=5", "--set", "vocabulary=20"];

    /// <summary>Words of which some follow from others.</summary>
    internal static string Text { get; } = string.Join('\n', Enumerable.Range(0, 300).Select(i => $"w{i % 7} follows w{i % 3} and w{i % 7}"));

    [Fact]
    public void From_a_text_to_a_cell_whose_loss_falls()
    {
        using var workspace = NewWorkspace();
        using var found = JsonDocument.Parse(
            workspace.Run(["search", .. Small, "--out", "found", "--epochs", "1", "--batch", "8", "--steps", "6", "--json"]).Succeeds().Out);
        Assert.True(found.RootElement.GetProperty("validation_perplexity").GetDouble() > 1);
        Assert.True(found.RootElement.GetProperty("alpha_entropy").GetDouble() < Math.Log(5));
        workspace.Run("arch", "validate", "darts_rnn.nas", "found/best.arch.json").Succeeds();

        using var trained = JsonDocument.Parse(workspace.Run(
            ["train", .. Small, "--arch", "found/best.arch.json", "--out", "model", "--epochs", "3", "--batch", "8", "--lr", "5", "--json"])
            .Succeeds().Out);
        var losses = File.ReadLines(workspace["model/metrics.csv"]).Skip(1).Select(row => double.Parse(
            row.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.StartsWith("epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,alpha_entropy,tokens,seconds",
            workspace.Read("model/metrics.csv"), StringComparison.Ordinal);
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
        // Fewer than twenty guesses: better than any word as likely as another.
        Assert.InRange(trained.RootElement.GetProperty("test_perplexity").GetDouble(), 1, 12);
        Assert.True(trained.RootElement.GetProperty("test_tokens").GetInt64() > 0);
        Assert.True(workspace.Has("model/weights.safetensors"));
    }

    [Theory]
    [InlineData("--data nope.txt", "NAS7001", "neither a known text nor a file or folder")]
    [InlineData("--data empty.txt", "NAS7014", "the training part of `empty.txt` is empty")]
    [InlineData("--data latin.txt", "NAS7013", "byte 3")]
    [InlineData("--data text.txt --batch 9999", "NAS7014", "9999 streams of 35 steps")]
    public void What_is_wrong_with_the_text_is_said(string options, string code, string text)
    {
        using var workspace = NewWorkspace().With("empty.txt", "\r\n").With("latin.txt", [.. "caf"u8, 0xE9])
            .With("plain.nas", "network N(t: [35] of 20) { output t |> embedding(8) |> recurrent(add) |> linear(20) }\n");
        workspace.Run(["train", "plain.nas", "--out", "o", .. options.Split(' ')]).Fails(1, code, text);
    }

    [Fact]
    public void A_network_whose_output_is_no_guess_for_each_step_cannot_be_trained()
    {
        using var workspace = NewWorkspace().With("v.nas", "network V(t: [5] of 9) { output t |> embedding(8) |> last_step }\n");
        workspace.Run("train", "v.nas", "--data", "text.txt", "--out", "o").Fails(1, "NAS9016", "a value for each token at each step");
    }

    [Fact]
    public void Characters_are_tokens_where_that_is_wanted()
    {
        using var workspace = NewWorkspace().With(
            "c.nas", "op C(x, h) = x + h |> tanh\nnetwork N(t: [5] of 12) { output t |> embedding(8) |> recurrent(C) |> linear(12) }\n");
        workspace.Run(
            "train", "c.nas", "--data", "text.txt", "--level", "char", "--out", "o", "--epochs", "1", "--batch", "8", "--steps", "3").Succeeds();
        Assert.Contains("\"level\": \"char\"", workspace.Read("o/run.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_perplexity_that_is_no_number_is_null()
    {
        using var workspace = NewWorkspace().With(
            "c.nas", "op C(x, h) = x + h |> tanh\nnetwork N(t: [5] of 12) { output t |> embedding(8) |> recurrent(C) |> linear(12) }\n");
        using var result = JsonDocument.Parse(workspace.Run(
            "train", "c.nas", "--data", "text.txt", "--level", "char", "--out", "o", "--epochs", "1", "--batch", "8", "--steps", "3",
            "--lr", "999", "--json").Succeeds().Out);

        // exp of such a loss is more than a number can be; the loss itself is not.
        Assert.True(result.RootElement.GetProperty("test_loss").GetDouble() > 710);
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("test_perplexity").ValueKind);
    }

    private static Workspace NewWorkspace() => new Workspace()
        .With("darts_rnn.nas", RepositoryRoot.ReadText("examples/darts_rnn.nas"))
        .With("text.txt", Text);
}
