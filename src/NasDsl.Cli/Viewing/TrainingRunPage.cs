using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.Cli.Training;
using NasDsl.IR;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.Cli.Viewing;

/// <summary>The page of a search on data, or of a training: what `run.json`, `metrics.csv` and `alphas.jsonl` say.</summary>
internal sealed class TrainingRunPage(RunFiles files)
{
    private const int MostSteps = 3000;

    public JsonObject Read()
    {
        var description = files.Json(RunFolder.Description) ?? [];
        var program = RunProgram.Load(description);
        var architecture = files.Has("best.arch.json") ? "best.arch.json" : "architecture.arch.json";
        var page = new JsonObject
        {
            ["name"] = files.Name,
            ["command"] = description.Text("command") ?? "",
            ["state"] = description.Text("state") ?? "",
            ["facts"] = Facts(description),
        };
        Add(page, "metrics", Metrics());
        Add(page, "steps", Steps());
        Add(page, "alphas", Alphas(program, architecture));
        Add(page, "result", files.Json("result.json"));
        Add(page, "winner", WinnerPart.Of(files, architecture, program, "the run does not keep its program: there is no drawing"));
        return page;
    }

    private static void Add(JsonObject page, string name, JsonNode? value)
    {
        if (value is not null)
            page[name] = value;
    }

    /// <summary>All numbers and words of the description, those of the plan by their paths.</summary>
    private static JsonArray Facts(JsonObject description)
    {
        var facts = new JsonArray();
        Collect(description, "");
        return facts;

        void Collect(JsonObject node, string prefix)
        {
            foreach (var (name, value) in node)
            {
                if (value is JsonObject inner)
                    Collect(inner, $"{(name == "plan" ? prefix : $"{prefix}{name} ")}");
                else if (name is not ("sources" or "state") && value is not null)
                    facts.Add(new JsonArray($"{prefix}{name}".Replace('_', ' '), value is JsonArray list ? string.Join(", ", list) : value.ToString()));
            }
        }
    }

    private JsonObject? Metrics() => files.Numbers("metrics.csv") is var (columns, rows)
        ? new JsonObject
        {
            ["columns"] = new JsonArray([.. columns.Select(c => (JsonNode)c)]),
            ["rows"] = new JsonArray([.. rows.Select(r => new JsonArray([.. r.Select(v => (JsonNode?)v)]))]),
        }
        : null;

    /// <summary>The loss of each step, or of every so many of them.</summary>
    private JsonArray? Steps()
    {
        if (files.Numbers("steps.csv") is not var (columns, rows) || Array.IndexOf(columns, "loss") is not (>= 0 and var loss))
            return null;
        var every = Math.Max(1, (rows.Count + MostSteps - 1) / MostSteps);
        return new JsonArray([.. rows.Select((r, i) => (Step: i + 1, Loss: r[loss])).Where((r, i) => i % every == 0 && r.Loss is not null)
            .Select(r => new JsonArray(r.Step, r.Loss))]);
    }

    private JsonObject? Alphas(LoadedProgram? program, string architecture)
    {
        var epochs = files.JsonLines("alphas.jsonl").Where(l => l["alphas"] is JsonObject).ToList();
        if (epochs.Count == 0 || epochs[0]["alphas"] is not JsonObject first)
            return null;
        var decisions = program?.Supernet.Decisions.ToDictionary(d => d.Name, StringComparer.Ordinal) ?? [];
        var order = program?.Supernet.Decisions.Select((d, i) => (d.Name, i)).ToDictionary(d => d.Name, d => d.i, StringComparer.Ordinal) ?? [];
        var taken = WinnerPart.Choices(files.Json(architecture) ?? []).ToDictionary(c => c.Name, c => c.Labels, StringComparer.Ordinal);
        return new JsonObject
        {
            ["epochs"] = new JsonArray([.. epochs.Select(e => e["epoch"]?.DeepClone())]),
            ["decisions"] = new JsonArray([.. first.Select(d => d.Key).OrderBy(n => order.GetValueOrDefault(n)).Select(
                name => Alpha(name, decisions.GetValueOrDefault(name), epochs, taken.GetValueOrDefault(name) ?? []))]),
        };
    }

    private static JsonObject Alpha(string name, Decision? decision, List<JsonObject> epochs, string[] taken)
    {
        var weights = epochs.Select(e => Softmax(e["alphas"]?[name] as JsonArray ?? [])).ToList();
        var labels = decision?.Alternatives.Select(a => a.Label) ?? Enumerable.Range(0, weights[0].Length).Select(i => $"{i}");
        return new JsonObject
        {
            ["name"] = name,
            ["scope"] = decision?.Scope,
            ["alternatives"] = new JsonArray([.. labels.Select(l => (JsonNode)l)]),
            ["weights"] = new JsonArray([.. weights.Select(w => new JsonArray([.. w.Select(v => (JsonNode)Math.Round(v, 5))]))]),
            ["taken"] = new JsonArray([.. taken.Select(t => (JsonNode)t)]),
        };
    }

    private static double[] Softmax(JsonArray alphas)
    {
        double[] values = [.. alphas.Select(a => a?.GetValue<double>() ?? 0)];
        if (values.Length == 0)
            return values;
        var largest = values.Max();
        var exponentials = Array.ConvertAll(values, v => Math.Exp(v - largest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, e => e / sum);
    }
}
