using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Semantics;

public class TensorTests
{
    [Fact]
    public void Arrays_keep_their_type_and_shape()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(float32, tensor(new[] { 1f, 2f }).dtype);
        Assert.Equal(int64, tensor(new[] { 1L }).dtype);
        Assert.Equal(@bool, tensor(new[] { true }).dtype);
        Assert.Equal([2, 3], tensor(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        Assert.Equal([2, 2], tensor(new List<int> { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal(float64, tensor(new[] { 1, 2 }, dtype: float64).dtype);
        Assert.Empty(tensor(5).shape);
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1, 2, 3 }, [2, 2]));
    }

    [Fact]
    public void Ranges_of_whole_numbers_are_whole()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(int64, arange(5).dtype);
        Assert.Equal(float32, arange(0, 1, 0.5).dtype);
        Assert.Equal([0.0, 0.5, 1.0], linspace(0, 1, 3, float64).data<double>().ToArray());
        Assert.Equal([0L, 1, 2], arange(3).data<long>().ToArray());
    }

    [Fact]
    public void Reading_follows_strides_and_checks_the_type()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, float32).view(2, 3);
        Assert.Equal([0f, 3, 1, 4, 2, 5], x.t().data<float>().ToArray());
        Assert.Equal(5f, x.t().data<float>()[2, 1]);
        Assert.Throws<ArgumentException>(() => x.data<double>());
        Assert.Throws<ArgumentException>(() => x.item<float>());
        Assert.Equal(5f, x[1, 2].item<float>());
        Assert.Equal(24, x.bytes.Length);
    }

    [Fact]
    public void Indices_select_slice_and_gather()
    {
        using var scope = NewDisposeScope();
        var x = arange(24).view(2, 3, 4);
        Assert.Equal([2, 4], x[.., 1].shape);
        Assert.Equal([2, 3], x[TensorIndex.Ellipsis, ^1].shape);
        Assert.Equal(23, x[^1, ^1, ^1].ToInt64());
        Assert.Equal([2, 1, 3, 2], x[.., TensorIndex.None, .., 1..3].shape);
        Assert.Equal([12L, 20], x[1, TensorIndex.Slice(step: 2), 0].data<long>().ToArray());
        Assert.Equal([2, 2, 4], x[.., TensorIndex.Tensor(tensor(new long[] { 2, 0 }))].shape);
        Assert.Equal([12], x[x > 11].shape);
        Assert.Equal([6, 4], x[ones(2, 3, @bool)].shape);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x[5]);
    }

    [Fact]
    public void Assigning_through_an_index_changes_the_tensor()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        x[0, 1] = 5;
        x[1] = ones(3);
        x[.., 2..] = tensor(7f);
        Assert.Equal([0f, 5, 7, 1, 1, 7], x.data<float>().ToArray());
        x[x > 4] = tensor(-1f);
        Assert.Equal([0f, -1, -1, 1, 1, -1], x.data<float>().ToArray());
    }

    [Fact]
    public void Operators_work_from_both_sides()
    {
        using var scope = NewDisposeScope();
        var x = tensor(4.0);
        Assert.Equal(-2, (2 - x).ToDouble());
        Assert.Equal(0.5, (2 / x).ToDouble());
        Assert.Equal(8, (2 * x).ToDouble());
        Assert.Equal(1, (x % 3).ToDouble());
        Assert.Equal(-4, (-x).ToDouble());
        Assert.True((x > 3).ToBoolean());
        Assert.True((3 < x).ToBoolean());
        Assert.True((x == 4).ToBoolean());
        Assert.Equal(4, (int)x);
        Assert.Equal(2, x.div(1.5, RoundingMode.floor).ToDouble());
    }

    [Fact]
    public void In_place_methods_return_their_tensor()
    {
        using var scope = NewDisposeScope();
        var x = ones(3);
        Assert.Same(x, x.add_(1).mul_(3).relu_());
        Assert.Equal([6f, 6, 6], x.data<float>().ToArray());
    }

    [Fact]
    public void Conversions_share_what_need_not_be_copied()
    {
        using var scope = NewDisposeScope();
        var x = ones(3);
        Assert.Equal(x.Handle, x.to(float32).Handle);
        Assert.NotEqual(x.Handle, x.to(float32, copy: true).Handle);
        Assert.Equal(float64, x.to(float64, disposeAfter: true).dtype);
        Assert.True(x.IsInvalid);
        Assert.Equal("cpu", ones(1).device.ToString());
        Assert.Throws<InvalidOperationException>(() => cuda.is_available() ? throw new InvalidOperationException() : ones(1).cuda());
    }

    [Fact]
    public void Saved_tensors_come_back()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 3, float64).t();
        using var stream = new MemoryStream();
        x.Save(new BinaryWriter(stream));
        var back = TensorExtensionMethods.Load(new BinaryReader(new MemoryStream(stream.ToArray())));
        Assert.Equal([3, 2], back.shape);
        Assert.True(back.Equals(x));
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var x = ones(1);
        x.Dispose();
        x.Dispose();
        Assert.Throws<InvalidOperationException>(() => x.add(1));
    }
}
