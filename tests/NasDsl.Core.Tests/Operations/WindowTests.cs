using NasDsl.IR;

namespace NasDsl.Tests.Operations;

/// <summary>Shapes, weights and multiply-accumulates of the operations with two-sided windows, and of those that resample.</summary>
public class WindowTests
{
    private static readonly Shape Image = new(16, 8, 8);

    [Fact]
    public void A_rectangle_keeps_the_size_on_both_sides()
    {
        var conv = Apply.Of("conv", new Shape(3, 32, 30), ("filters", 8), ("kernel", (1, 7)));

        Assert.Equal(new Shape(8, 32, 30), conv.Output);
        Assert.Equal(3 * 8 * 7, conv.Parameters);
        Assert.Equal(3 * 8 * 7 * 32 * 30, conv.Macs);
        Assert.Equal(new Shape(8, 3, 3), Apply.Of("conv", Image, ("filters", 8), ("kernel", (7, 1)), ("stride", 3)).Output);
        Assert.Equal(new Shape(8, 8, 6), Apply.Of("conv", Image, ("filters", 8), ("kernel", 3), ("padding", (1, 0))).Output);
        Assert.Equal(new Shape(8, 2, 4), Apply.Of("conv", Image, ("filters", 8), ("kernel", 3), ("padding", 0), ("dilation", (3, 2))).Output);
        Assert.Equal(
            "`conv` cannot follow here: its input has 4 x 4 pixels, a window of 1 x 5 needs more",
            Apply.Of("conv", new Shape(3, 4, 4), ("filters", 8), ("kernel", (1, 5)), ("padding", 0)).Error.Message);
        Assert.Equal(
            "`conv` cannot pad 8 x 8 pixels the same on all sides for an even kernel of (2, 3)",
            Apply.Of("conv", Image, ("filters", 8), ("kernel", (2, 3))).Error.Message);
    }

    [Fact]
    public void A_number_stands_for_both_sides()
    {
        var square = Apply.Of("conv", Image, ("filters", 8), ("kernel", (3, 3))).Layer;

        Assert.Equal("in_channels: 16, filters: 8, kernel: 3, stride: 1, padding: 1, dilation: 1, groups: 1, bias: false", $"{square.Arguments}");
        Assert.Equal(
            "channels: 16, kernel: (3, 3), stride: (1, 1), padding: (6, 3), dilation: (6, 3), bias: false",
            $"{Apply.Of("depthwise", Image, ("kernel", 3), ("dilation", (6, 3))).Layer.Arguments}");
    }

    [Fact]
    public void A_depthwise_convolution_has_one_filter_for_each_channel()
    {
        var depthwise = Apply.Of("depthwise", Image, ("kernel", 5), ("stride", 2), ("bias", true));

        Assert.Equal((new Shape(16, 4, 4), 16 * 25 + 16, 16 * 25 * 16), (depthwise.Output, depthwise.Parameters, depthwise.Macs));
        Assert.Equal((16 / 4 * 8 * 9, 16 / 4 * 8 * 9 * 64), Counts(Apply.Of("binary_conv", Image, ("filters", 8), ("kernel", 3), ("groups", 4))));
        Assert.Equal("NAS3103", Apply.Of("binary_conv", Image, ("filters", 8), ("kernel", 3), ("groups", 3)).Error.Code);
        Assert.Equal("NAS3103", Apply.Of("channel_shuffle", Image, ("groups", 3)).Error.Code);
    }

    [Fact]
    public void Pools_take_even_windows_of_any_image()
    {
        var odd = new Shape(16, 7, 9);

        Assert.Equal(new Shape(16, 4, 5), Apply.Of("max_pool", odd, ("kernel", 2), ("stride", 2)).Output);
        Assert.Equal(odd, Apply.Of("avg_pool", odd, ("kernel", 2)).Output);
        Assert.Equal(new Shape(16, 3, 4), Apply.Of("avg_pool", odd, ("kernel", 2), ("stride", 2), ("padding", 0)).Output);
        Assert.Equal("NAS3109", Apply.Of("avg_pool", odd, ("kernel", (3, 5)), ("padding", (2, 2))).Error.Code);
    }

    [Fact]
    public void Resampling_says_what_does_not_fit()
    {
        Assert.Equal(new Shape(16, 3, 4), Apply.Like("resize", new Shape(16, 7, 9), new Shape(5, 3, 4), ("bilinear", true)).Output);
        Assert.Equal(new Shape(16, 4, 5), Apply.Like("resize", new Shape(16, 7, 9), new Shape(5, 4, 5)).Output);
        Assert.Equal("`resize` cannot pool 7 x 9 pixels to 3 x 4", Apply.Like("resize", new Shape(16, 7, 9), new Shape(5, 3, 4)).Error.Message);
        Assert.Equal("`resize` cannot pool 4 x 16 pixels to 8 x 8", Apply.Like("resize", new Shape(16, 4, 16), Image).Error.Message);
        Assert.Equal("`pad_to` only adds pixels: 9 x 4 are more than the 8 x 8 wanted", Apply.Like("pad_to", new Shape(1, 9, 4), Image).Error.Message);
        Assert.Equal("`adaptive_avg_pool` cannot lay 9 x 9 cells over 8 x 8 pixels", Apply.Of("adaptive_avg_pool", Image, ("grid", 9)).Error.Message);
        Assert.Equal("`slice_channels` cannot take 9 channels from 8 on: its input has 16", Apply.Of("slice_channels", Image, ("from", 8), ("count", 9)).Error.Message);
        Assert.Equal("NAS3117", Apply.List("scale_channels", Image, new Shape(8)).Error.Code);
        Assert.Equal(Image, Apply.List("scale_channels", Image, new Shape(16, 1, 1)).Output);
    }

    [Fact]
    public void Sequences_are_joined_and_normalized_by_their_features()
    {
        Assert.Equal(new Shape(35, 30), Apply.List("concat", new Shape(35, 10), new Shape(35, 20)).Output);
        Assert.Equal("NAS3105", Apply.List("concat", new Shape(35, 10), new Shape(34, 10)).Error.Code);
        Assert.Equal(2 * 10, Apply.Of("layer_norm", new Shape(35, 10)).Parameters);
        Assert.Equal(2 * 10, Apply.Of("layer_norm", new Shape(10)).Parameters);
        Assert.Equal(10, Apply.Of("scale", new Shape(35, 10)).Parameters);
        Assert.Equal(new Shape(35, 10), Apply.Of("relu", new Shape(35, 10)).Output);
        Assert.Equal((16, 0), Counts(Apply.List("lerp", Image, Image)));
    }

    [Theory]
    [InlineData("depthwise")]
    [InlineData("binary_conv")]
    [InlineData("upsample")]
    [InlineData("resize")]
    [InlineData("pad_to")]
    [InlineData("adaptive_avg_pool")]
    [InlineData("global_max_pool")]
    [InlineData("channel_shuffle")]
    [InlineData("pad_concat")]
    public void What_works_on_pixels_refuses_a_vector(string name)
    {
        var arguments = new (string, object)[] { ("filters", 8), ("kernel", 3), ("factor", 2), ("grid", 2), ("groups", 2) };
        Assert.Equal("NAS3102", Apply.Like(name, new Shape(10), Image, arguments).Error.Code);
    }

    [Theory]
    [InlineData("network N(x: [3, 8, 8]) { output x |> conv(8, (1, 2.5)) }", "NAS3006")]
    [InlineData("network N(x: [3, 8, 8]) { output x |> conv(8, (0, 3)) }", "NAS3005")]
    [InlineData("network N(x: [3, 8, 8]) { output x |> conv(8, (1, 2, 3)) }", "NAS3001")]
    [InlineData("network N(x: [3, 8, 8]) { output x |> conv(8, (1, true)) }", "NAS3001")]
    [InlineData("network N(x: [3, 8, 8]) { output x |> conv(8, 3, stride: (1, 2)) }", "NAS3001")]
    public void A_wrong_pair_is_an_error(string program, string code)
    {
        var compilation = Compilation.Create(new NasDsl.Text.SourceText(program, "test.nas"));
        Assert.Equal(code, Assert.Single(compilation.Diagnostics).Code);
    }

    private static (long Parameters, long Macs) Counts(Apply use) => (use.Parameters, use.Macs);
}
