using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Text;

namespace NasDsl.Torch.Tests.Training;

/// <summary>A space in which every decision has one good alternative: who sees nothing cannot tell the classes apart.</summary>
internal static class PathProgram
{
    private const string Program = """
        network Paths(image: [1, 4, 4]) {
          stem = image |> conv(4, 3) |> bn
          y    = stem |> choose { blind = zero, sees = conv(4, 3) >> bn >> relu }
          dark = y |> zero
          seen = y |> conv(4, 1) |> bn
          z    = sum(choose 1 of [dark, seen])
          more = z + sum(choose any of [dark, z])
          output more |> flatten |> dropout(0.1) |> linear(3)
        }
        """;

    public static readonly SearchSpace Space =
        NasDsl.Compilation.Create(new SourceText(Program, "paths.nas")).SupernetSpace ?? throw new InvalidOperationException();

    private static readonly string Code = SupernetEmitter.Emit(Space);

    public static DecisionSpace Decisions => DecisionSpace.Of(Space);

    public static SupernetModel Create(long seed) => GeneratedModels.CreateSupernet(Code, GeneratedNames.Supernet(Space), seed);

    public static TheoryData<string> Names => ["darts", "snas", "gdas", "proxylessnas", "single_path", "enas"];

    public static SearchMethod Method(string name) => name switch
    {
        "snas" => new SnasMethod(new Temperature(1, 0.3, IsExponential: true)),
        "gdas" => new GdasMethod(new Temperature(5, 0.5)),
        "proxylessnas" => new ProxylessMethod(WarmUp: 2, Every: 1),
        "single_path" => new SinglePathMethod(
            Decisions, SupernetPlans.SinglePath with { Population = 4, Generations = 1, Top = 2, Calibration = 2, Mutation = 0.5 }),
        "enas" => new EnasMethod(Decisions, SupernetPlans.Enas with
        {
            Controller = new ControllerPlan(8, 1), Rate = 0.05, Steps = 3, Aggregate = 3, Samples = 12, Skips = 0.4,
        }),
        _ => new DartsMethod(),
    };
}
