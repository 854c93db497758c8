using System.Globalization;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>
/// The second classifier that DARTS trains along with a child, on the features behind its last reduction; a class of its
/// own, so that the child's weights are the child's.
/// </summary>
internal static class AuxiliaryTower
{
    private const int SmallestPooled = 6;

    public static void Write(CodeWriter writer, SearchSpace child, FeatureTap tap, string className)
    {
        var network = child.Network;
        var features = network.Nodes.Where(n => n.Chain?.Name == tap.Chain).ElementAt(tap.Item).Shape;
        var classes = network.ShapeOf(network.Outputs[0]).Channels;
        writer.Line();
        writer.Lines(string.Create(CultureInfo.InvariantCulture, $$"""
            /// <summary>
            /// The auxiliary tower of `{{child.Name}}`: a classifier on its features of {{features.Channels}} x {{features.Height}} x {{features.Width}}, for training only.
            /// </summary>
            public sealed class {{className}} : Module<Tensor, Tensor>
            {
                private readonly Sequential features;
                private readonly Linear classifier;

                public {{className}}()
                    : base(nameof({{className}}))
                {
                    features = Sequential(
                        ReLU(),
                        {{Pooling(features)}},
                        Conv2d({{features.Channels}}, 128, 1, bias: false),
                        BatchNorm2d(128),
                        ReLU(),
                        Conv2d(128, 768, 2, bias: false),
                        BatchNorm2d(768),
                        ReLU());
                    classifier = Linear(768, {{classes}});
                    RegisterComponents();
                }

                public override Tensor forward(Tensor input)
                {
                    using var scope = NewDisposeScope();
                    return classifier.forward(features.forward(input).flatten(1)).MoveToOuterDisposeScope();
                }
            }
            """));
    }

    /// <summary>To 2 x 2: windows of 5 from the two corners, as DARTS has it for 8 x 8.</summary>
    private static string Pooling(Shape features) =>
        features.Height == features.Width && features.Height >= SmallestPooled
            ? string.Create(CultureInfo.InvariantCulture, $"AvgPool2d(5, stride: {features.Height - 5}, count_include_pad: false)")
            : "AdaptiveAvgPool2d(2)";
}
