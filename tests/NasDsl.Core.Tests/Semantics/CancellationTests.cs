using NasDsl.Semantics;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Semantics;

public class CancellationTests
{
    [Fact]
    public void A_compilation_that_nobody_waits_for_ends()
    {
        var source = new SourceText(RepositoryRoot.ReadText("examples/nasbench201.nas"), "nasbench201.nas");
        using var cancellation = new CancellationTokenSource();
        Assert.NotNull(NasDsl.Compilation.Create(source, null, new FactRecorder(), null, cancellation.Token).Space);
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => NasDsl.Compilation.Create(source, null, new FactRecorder(), null, cancellation.Token));
    }
}
