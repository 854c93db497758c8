using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Text;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class IrJsonTests
{
    [Fact]
    public void A_space_is_written_with_all_its_decisions_and_each_function_once()
    {
        var root = Parse(Darts(normalCells: 3));

        Assert.Equal(2, root.GetProperty("version").GetInt32());
        Assert.Equal("1076746950455072400", root.GetProperty("architectures").GetString());
        Assert.Equal(224, root.GetProperty("alphas").GetInt32());
        Assert.Equal(36, root.GetProperty("decisions").GetArrayLength());
        Assert.Equal(
            ["Normal", "Reduction"],
            root.GetProperty("functions").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
        Assert.Equal(CostModel.Of(Darts(normalCells: 3)).Parameters, root.GetProperty("parameters").GetInt64());
    }

    [Fact]
    public void The_form_of_a_small_space()
    {
        var source = new SourceText("\nnetwork\n", "tiny.nas");
        var act = One("y", new DecisionCondition("s", "x"), "none", "a\"b") with { Span = new TextSpan(3, 1) };
        var graph = new GraphBuilder("x");
        var y = graph.Add("y", Choice(act, Relu.Layer(), Conv.Layer()), 0);
        var text = IrJson.Write(Space(graph.Build(y), Subset("s", 1, 2, null, "x", "z"), act), new SourceSet(source));

        Assert.Equal(Expected.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void It_is_the_same_text_every_time() => Assert.Equal(IrJson.Write(Darts()), IrJson.Write(Darts()));

    [Fact]
    public void A_child_has_no_decisions_and_its_own_cost()
    {
        var space = Darts();
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 3).Next());
        var root = Parse(child);

        Assert.Equal(0, root.GetProperty("decisions").GetArrayLength());
        Assert.Equal("1", root.GetProperty("architectures").GetString());
        Assert.Equal(CostModel.Of(child).Macs, root.GetProperty("macs").GetInt64());
        Assert.DoesNotContain("\"choice\"", IrJson.Write(child));
    }

    private static JsonElement Parse(SearchSpace space) => JsonDocument.Parse(IrJson.Write(space)).RootElement;

    private const string Expected = """
        {
          "version": 2,
          "network": "Tiny",
          "source": "tiny.nas",
          "arguments": {},
          "fingerprint": "e23acd39abd6e6f3",
          "architectures": "3",
          "alphas": 4,
          "parameters": 7,
          "macs": 70,
          "decisions": [
            {
              "name": "s",
              "kind": "subset",
              "minimum": 1,
              "maximum": 2,
              "alternatives": ["x", "z"],
              "alphas": true,
              "at": "1:1"
            },
            {
              "name": "y",
              "kind": "one",
              "alternatives": ["none", "a\"b"],
              "relaxationOnly": ["none"],
              "alphas": true,
              "parent": { "decision": "s", "alternatives": ["x"] },
              "at": "2:3"
            }
          ],
          "functions": [],
          "graph": {
            "inputs": [
              {
                "id": 0,
                "name": "x",
                "shape": [4, 8, 8]
              }
            ],
            "nodes": [
              {
                "id": 1,
                "name": "y",
                "inputs": [0],
                "shape": [4, 8, 8],
                "at": "1:1",
                "layer": {
                  "kind": "choice",
                  "decision": "y",
                  "alternatives": [
                    {
                      "label": "none",
                      "layer": {
                        "kind": "operation",
                        "operation": "relu",
                        "arguments": {},
                        "output": [4, 8, 8],
                        "parameters": 0,
                        "macs": 0
                      }
                    },
                    {
                      "label": "a\"b",
                      "layer": {
                        "kind": "operation",
                        "operation": "conv",
                        "arguments": {},
                        "output": [4, 8, 8],
                        "parameters": 7,
                        "macs": 70
                      }
                    }
                  ],
                  "output": [4, 8, 8],
                  "parameters": 7,
                  "macs": 70
                }
              }
            ],
            "outputs": [1]
          }
        }

        """;
}
