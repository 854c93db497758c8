using NasDsl.Analysis;
using NasDsl.Emit;
namespace NasDsl.Tests.Emit;
public class Scratch
{
    [Fact]
    public void Dump()
    {
        var space = Programs.Space(Programs.Darts, false);
        File.WriteAllText("/tmp/emit-super.cs", SupernetEmitter.Emit(space));
        var s2 = Programs.Space(Programs.Darts.Replace("C = 16, N = 2", "C = 36, N = 6"), true);
        var child = ArchitectureResolver.Resolve(s2, ArchitectureSampler.For(s2, 3).Next());
        File.WriteAllText("/tmp/emit-child.cs", ChildEmitter.Emit(s2, child, new EmitOptions(true, true)));
        throw new Exception($"{CostModel.Of(space)} {CostModel.Of(child)}");
    }
}
