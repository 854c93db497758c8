using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Tests.Operations;

public class CatalogTests
{
    private static readonly Shape Image = new(16, 8, 8);

    [Fact]
    public void Every_operation_has_a_sentence_and_documented_parameters()
    {
        Assert.All(OperationCatalog.Standard.All, o =>
        {
            Assert.EndsWith(".", o.Doc);
            Assert.Matches("^[a-z][a-z0-9_]*$", o.Name);
            Assert.All(o.Parameters, p => Assert.EndsWith(".", p.Doc));
        });
        Assert.Null(OperationCatalog.Standard.Find("cnov"));
        Assert.Equal(OperationCatalog.Standard.Names.Order(StringComparer.Ordinal), OperationCatalog.Standard.Names);
    }

    [Fact]
    public void A_convolution_keeps_the_size_unless_told_otherwise()
    {
        var conv = Apply.Of("conv", new Shape(3, 32, 32), ("filters", 48), ("kernel", 3));

        Assert.Equal(new Shape(48, 32, 32), conv.Output);
        Assert.Equal(3 * 48 * 9, conv.Parameters);
        Assert.Equal(3 * 48 * 9 * 32 * 32, conv.Macs);
        Assert.Equal(new Shape(8, 7, 7), Apply.Of("conv", new Shape(3, 13, 13), ("filters", 8), ("kernel", 5), ("stride", 2)).Output);
        Assert.Equal(new Shape(8, 4, 4), Apply.Of("conv", Image, ("filters", 8), ("kernel", 3), ("dilation", 2), ("padding", 0)).Output);
        Assert.Equal(8 * (16 / 4 * 9 + 1), Apply.Of("conv", Image, ("filters", 8), ("kernel", 3), ("groups", 4), ("bias", true)).Parameters);
    }

    [Fact]
    public void The_first_channels_cost_nothing()
    {
        var first = Apply.Of("first_channels", Image, ("channels", 5));

        Assert.Equal(new Shape(5, 8, 8), first.Output);
        Assert.Equal((0, 0), (first.Parameters, first.Macs));
    }

    [Fact]
    public void An_even_window_is_padded_where_that_comes_out_even()
    {
        Assert.Equal(new Shape(16, 4, 4), Apply.Of("max_pool", Image, ("kernel", 2), ("stride", 2)).Output);
        Assert.Equal(new Shape(8, 4, 4), Apply.Of("conv", Image, ("filters", 8), ("kernel", 4), ("stride", 2)).Output);
        Assert.Equal("NAS3108", Apply.Of("conv", Image, ("filters", 8), ("kernel", 2)).Error.Code);
        Assert.Equal("NAS3108", Apply.Of("sep_conv", Image, ("kernel", 4)).Error.Code);
    }

    [Fact]
    public void A_window_must_fit()
    {
        var error = Apply.Of("conv", new Shape(3, 2, 2), ("filters", 8), ("kernel", 5), ("padding", 0)).Error;

        Assert.Equal("NAS3101", error.Code);
        Assert.Equal("`conv` cannot follow here: its input has 2 x 2 pixels, a window of 5 x 5 needs more", error.Message);
        Assert.Equal("NAS3101", Apply.Of("dil_conv", new Shape(3, 4, 4), ("kernel", 3), ("padding", 0)).Error.Code);
        Assert.Equal("NAS3109", Apply.Of("max_pool", Image, ("kernel", 3), ("padding", 2)).Error.Code);
    }

    [Fact]
    public void Groups_divide_the_channels()
    {
        Assert.Equal(
            "`conv` cannot split 16 channels into 3 groups",
            Apply.Of("conv", Image, ("filters", 9), ("kernel", 3), ("groups", 3)).Error.Message);
        Assert.Equal(
            "`conv` cannot split 9 filters into 4 groups",
            Apply.Of("conv", Image, ("filters", 9), ("kernel", 3), ("groups", 4)).Error.Message);
        Assert.Equal("NAS3103", Apply.Of("group_norm", Image, ("groups", 3)).Error.Code);
    }

    [Theory]
    [InlineData("conv")]
    [InlineData("relu_conv_bn")]
    [InlineData("sep_conv")]
    [InlineData("dil_conv")]
    [InlineData("max_pool")]
    [InlineData("avg_pool")]
    [InlineData("global_avg_pool")]
    [InlineData("factorized_reduce")]
    [InlineData("instance_norm")]
    public void What_works_on_pixels_refuses_a_vector(string name)
    {
        var arguments = new (string, object)[] { ("filters", 8), ("kernel", 3) };
        Assert.Equal("NAS3102", Apply.Of(name, new Shape(10), arguments).Error.Code);
    }

    [Fact]
    public void Convolutions_of_the_darts_space_have_the_published_sizes()
    {
        Assert.Equal(2 * (16 * 25 + 16 * 16 + 32), Apply.Of("sep_conv", Image, ("kernel", 5)).Parameters);
        Assert.Equal(2 * (16 * 25 + 16 * 16), Apply.Plain("sep_conv", Image, ("kernel", 5)).Parameters);
        Assert.Equal(2 * (16 * 25 + 16 * 16) * 16, Apply.Of("sep_conv", Image, ("kernel", 5), ("stride", 2)).Macs);
        Assert.Equal(16 * 9 + 16 * 16 + 32, Apply.Of("dil_conv", Image, ("kernel", 3)).Parameters);
        Assert.Equal(Image, Apply.Of("dil_conv", Image, ("kernel", 5)).Output);
        Assert.Equal(16 * 8 * 9 + 16, Apply.Of("relu_conv_bn", Image, ("filters", 8), ("kernel", 3)).Parameters);
        Assert.Equal((16 * 9 + 16 * 16) * 64, Apply.Of("dil_conv", Image, ("kernel", 3)).Macs);
        Assert.Equal(16 * 8 * 9 * 16, Apply.Of("relu_conv_bn", Image, ("filters", 8), ("kernel", 3), ("stride", 2)).Macs);
    }

    [Fact]
    public void Skip_is_nothing_or_a_factorized_reduction()
    {
        var keep = Apply.Of("skip", Image);
        var reduce = Apply.Of("skip", new Shape(16, 7, 9), ("stride", 2));

        Assert.Equal((Image, 0), (keep.Output, keep.Parameters));
        Assert.True(keep.Facts.HasFlag(OperationFacts.Identity));
        Assert.Equal(new Shape(16, 4, 5), reduce.Output);
        Assert.Equal(16 * 16 + 32, reduce.Parameters);
        Assert.Equal(16 * 16 * 20, reduce.Macs);
        Assert.False(reduce.Facts.HasFlag(OperationFacts.Identity));
        Assert.Equal("NAS3112", Apply.Of("skip", new Shape(1, 8, 8), ("stride", 2)).Error.Code);
    }

    [Fact]
    public void Zero_keeps_the_resolution_of_what_it_stands_beside()
    {
        Assert.Equal(new Shape(16, 4, 5), Apply.Of("zero", new Shape(16, 7, 9), ("stride", 2)).Output);
        Assert.Equal(new Shape(10), Apply.Of("zero", new Shape(10)).Output);
        Assert.True(Apply.Of("zero", Image).Facts.HasFlag(OperationFacts.Zero));
    }

    [Fact]
    public void Fit_keeps_the_resolution_or_halves_it_as_often_as_needed()
    {
        var same = Apply.Fit(Image, new Shape(3, 8, 8), 4);
        var half = Apply.Fit(new Shape(16, 15, 15), Image, 4);

        Assert.Equal((new Shape(4, 8, 8), 16 * 4 + 8), (same.Output, same.Parameters));
        Assert.Equal((new Shape(4, 8, 8), 16 * 4 + 8), (half.Output, half.Parameters));
        var quarter = Apply.Fit(new Shape(3, 32, 32), Image, 4);
        Assert.Equal((new Shape(4, 8, 8), 3 * 4 + 8 + 4 * 4 + 8), (quarter.Output, quarter.Parameters));
        Assert.Equal(
            "`fit` cannot bring 24 x 24 pixels to 8 x 8", Apply.Fit(new Shape(3, 24, 24), Image, 4).Error.Message);
        Assert.Equal("NAS3106", Apply.Fit(new Shape(3, 4, 4), Image, 4).Error.Code);
    }

    [Fact]
    public void A_normalization_has_weights_where_it_should()
    {
        Assert.Equal(32, Apply.Of("bn", Image).Parameters);
        Assert.Equal(0, Apply.Plain("bn", Image).Parameters);
        Assert.Equal(32, Apply.Plain("bn", Image, ("affine", true)).Parameters);
        Assert.Equal(20, Apply.Of("bn", new Shape(10)).Parameters);
        Assert.Equal(2 * 16 * 64, Apply.Of("layer_norm", Image).Parameters);
        Assert.Equal(32, Apply.Of("group_norm", Image, ("groups", 4)).Parameters);
        Assert.Equal("NAS3111", Apply.Of("instance_norm", new Shape(16, 1, 1)).Error.Code);
        Assert.False(Apply.Plain("bn", Image).Facts.HasFlag(OperationFacts.HasWeights));
    }

    [Fact]
    public void Linear_takes_a_vector()
    {
        var linear = Apply.Of("linear", new Shape(256), ("features", 10));

        Assert.Equal((new Shape(10), 2570, 2560), (linear.Output, linear.Parameters, linear.Macs));
        Assert.Equal("`linear` takes a vector of features, here it gets the image `[16, 8, 8]`", Apply.Of("linear", Image, ("features", 10)).Error.Message);
        Assert.Equal(new Shape(16), Apply.Of("global_avg_pool", Image).Output);
        Assert.Equal(new Shape(1024), Apply.Of("flatten", Image).Output);
    }

    [Fact]
    public void Lists_and_pairs_name_the_shapes_that_differ()
    {
        Assert.Equal(new Shape(24, 8, 8), Apply.List("concat", Image, new Shape(8, 8, 8)).Output);
        Assert.Equal(Image, Apply.List("sum", Image, Image).Output);
        Assert.Equal(
            "`sum` needs tensors of one shape: the first is `[16, 8, 8]`, number 3 is `[8, 8, 8]`",
            Apply.List("sum", Image, Image, new Shape(8, 8, 8)).Error.Message);
        Assert.Equal("NAS3104", Apply.List("mul", Image, new Shape(16, 4, 4)).Error.Code);
        Assert.Equal("NAS3105", Apply.List("concat", Image, new Shape(16, 4, 4)).Error.Code);
        Assert.Equal("NAS3110", Apply.List("mean").Error.Code);
    }
}
