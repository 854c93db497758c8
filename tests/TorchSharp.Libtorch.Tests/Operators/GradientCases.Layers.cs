using TorchSharp.Interop;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Libtorch.Tests.Operators;

internal static partial class GradientCases
{
    private static readonly Input Image = Input.Any(1, 2, 4, 4);

    private static IEnumerable<GradientCase> Shapes =>
    [
        One("alias", x => x.alias()),
        One("clone", x => x.clone()),
        One("contiguous", x => x.t().contiguous()),
        One("t", x => x.t()),
        One("transpose_int", x => x.transpose(0, 1)),
        One("swapaxes", x => x.swapaxes(0, 1)),
        One("permute", x => x.permute(1, 0)),
        One("movedim_intlist", x => x.movedim([0], [1])),
        One("moveaxis_intlist", x => x.moveaxis([0], [1])),
        One("reshape", x => x.reshape(4, -1)),
        One("view", x => x.view(2, 6)),
        Two("view_as", (x, y) => x.view_as(y.reshape(4, 3)) * y.reshape(4, 3)),
        One("flatten_using_ints", x => x.flatten()),
        One("unsqueeze", x => x.unsqueeze(1)),
        One("squeeze", x => x.unsqueeze(1).squeeze()),
        One("squeeze_dim", x => x.unsqueeze(1).squeeze(1)),
        One("select_int", x => x.select(1, 2)),
        One("select_int", x => x[1]),
        One("slice_Tensor", x => x.slice(1, 0, 4, 2)),
        One("slice_Tensor", x => x[.., 1..^1]),
        One("narrow", x => x.narrow(1, 1, 2)),
        One("expand", x => x.unsqueeze(0).expand(2, 3, 4)),
        new("expand_as", t => t[0].expand_as(t[1]) * t[1], Input.Any(4), Matrix),
        One("broadcast_to", x => x.broadcast_to(2, 3, 4)),
        new("broadcast_tensors", t => broadcast_tensors(t)[0] * t[1], Input.Any(4), Matrix),
        One("repeat", x => x.repeat(2, 1)),
        One("repeat_interleave_self_int", x => x.repeat_interleave(2, 1)),
        One("repeat_interleave_self_Tensor", x => x.repeat_interleave(tensor(new long[] { 1, 0, 2 }), 0)),
        One("tile", x => x.tile([1, 2])),
        One("flip", x => x.flip(0, 1)),
        One("roll", x => x.roll(1, 1)),
        One("unfold", x => x.unfold(1, 2, 1)),
        One("as_strided", x => x.as_strided([2, 2], [4, 1], 1)),
        One("diag", x => x.diag()),
        One("diagonal", x => x.diagonal(1)),
        One("tril", x => x.tril()),
        One("triu", x => x.triu(1)),
        One("chunk", x => x.chunk(2, 1)[1]),
        One("split_Tensor", x => x.split(3, 1)[0]),
        One("split_sizes", x => x.split([1L, 3L], 1L)[1]),
        One("unbind_int", x => x.unbind(1)[2]),
        Two("cat", (x, y) => cat([x, y], 1)),
        Two("stack", (x, y) => stack([x, y], 1)),
        Two("hstack", (x, y) => hstack([x, y])),
        Two("vstack", (x, y) => vstack([x, y])),
        new("meshgrid_indexing", t => meshgrid(t)[0] * meshgrid(t)[1], Input.Any(3), Input.Any(2)),
        Two("where_self", (x, y) => where(x > y, x, y * 2)),
        One("gather", x => x.gather(1, tensor(new long[] { 0, 2, 1 }, 3, 1))),
        One("take_along_dim", x => x.take_along_dim(tensor(new long[] { 3, 5 }))),
        One("index_select", x => x.index_select(0, tensor(new long[] { 2, 0, 2 }))),
        One("index_Tensor", x => x[tensor(new long[] { 2, 0 })]),
        One("masked_select", x => x.masked_select(tensor(new[] { true, false, true, false }))),
        One("masked_fill_Scalar", x => x.masked_fill(tensor(new[] { true, false, true, false }), 7)),
        Two("masked_scatter", (x, y) => x.masked_scatter(tensor(new[] { true, false, true, false }), y)),
        new("index_add", t => t[0].index_add(0, tensor(new long[] { 2, 2 }), t[1], 0.5), Matrix, Input.Any(2, 4)),
        new("index_copy", t => t[0].index_copy(0, tensor(new long[] { 2, 0 }), t[1]), Matrix, Input.Any(2, 4)),
        One("index_fill_int_Scalar", x => x.index_fill(0, tensor(new long[] { 1 }), 7)),
        Two("scatter_src", (x, y) => x.scatter(1, Columns, y)),
        Two("scatter_add", (x, y) => x.scatter_add(1, Columns, y)),
        new("transpose_int", t => t[0].channel_shuffle(2), Input.Any(1, 4, 2, 2)),
    ];

    private static IEnumerable<GradientCase> Layers =>
    [
        new("linear", t => F.linear(t[0], t[1], t[2]), Input.Any(2, 3), Input.Any(4, 3), Input.Any(4)),
        new("linear", t => F.linear(t[0], t[1]), Input.Any(2, 3), Input.Any(4, 3)),
        new("conv1d", t => F.conv1d(t[0], t[1], t[2], 2, 1), Input.Any(1, 2, 6), Input.Any(2, 2, 3), Input.Any(2)),
        new("conv1d_padding", t => F.conv1d_padding(t[0], t[1], padding: Padding.Same), Input.Any(1, 2, 6), Input.Any(2, 2, 3)),
        new("conv2d", t => F.conv2d(t[0], t[1], t[2], [2, 1], [1, 1]), Image, Input.Any(2, 2, 3, 3), Input.Any(2)),
        new("conv2d", t => F.conv2d(t[0], t[1], padding: [2, 2], dilation: [2, 2], groups: 2), Image, Input.Any(2, 1, 3, 3)),
        new("conv2d_padding", t => F.conv2d_padding(t[0], t[1], padding: Padding.Valid), Image, Input.Any(1, 2, 2, 2)),
        new("max_pool2d", t => F.max_pool2d(t[0], 3, 2, 1), Image),
        new("max_pool2d_with_indices", t => F.max_pool2d_with_indices(t[0], [2, 2]).output, Image),
        new("avg_pool2d", t => F.avg_pool2d(t[0], 3, 2, 1, count_include_pad: false), Image),
        new("avg_pool2d", t => F.avg_pool2d(t[0], (2, 3), (1, 1), ceil_mode: true), Image),
        new("adaptive_avg_pool2d", t => F.adaptive_avg_pool2d(t[0], (1, 3)), Image),
        new("batch_norm", t => F.batch_norm(t[0], null, null, t[1], t[2], training: true), Input.Any(3, 2, 2, 2), Input.Any(2), Input.Any(2)),
        new("batch_norm", t => F.batch_norm(t[0], zeros(2, float64), ones(2, float64), t[1], t[2]), Image, Input.Any(2), Input.Any(2)),
        new("instance_norm", t => F.instance_norm(t[0], weight: t[1], bias: t[2]), Image, Input.Any(2), Input.Any(2)),
        new("layer_norm", t => F.layer_norm(t[0], [4], t[1], t[2]), Matrix, Input.Any(4), Input.Any(4)),
        new("group_norm", t => F.group_norm(t[0], 2, t[1], t[2]), Input.Any(1, 4, 2, 2), Input.Any(4), Input.Any(4)),
        new("pad", t => F.pad(t[0], (1, 2)), Matrix),
        new("pad", t => F.pad(t[0], [1, 1, 2, 0], PaddingModes.Reflect), Image),
        new("im2col", t => F.unfold(t[0], 2, padding: 1), Image),
        new("col2im", t => F.fold(t[0], 3, 2), Input.Any(1, 8, 4)),
        new("pixel_shuffle", t => F.pixel_shuffle(t[0], 2), Input.Any(1, 4, 2, 2)),
        new("upsample_nearest2d_vec", t => F.interpolate(t[0], scale_factor: [2, 2]), Image),
        new("_upsample_nearest_exact2d_vec", t => F.interpolate(t[0], [3, 3], mode: InterpolationMode.NearestExact), Image),
        new("upsample_bilinear2d_vec", t => F.interpolate(t[0], [6, 5], mode: InterpolationMode.Bilinear), Image),
        new("upsample_bicubic2d_vec", t => F.interpolate(t[0], [6, 5], mode: InterpolationMode.Bicubic, align_corners: true), Image),
        new("embedding", t => Aten.embedding.Call(t[0], tensor(new long[] { 2, 0, 2 })), Matrix),
        new("lstm_cell", t => Joined(Aten.lstm_cell.CallForTwo(t[0], new[] { t[1], t[2] }, t[3], t[4])), Input.Any(2, 3), Input.Any(2, 2), Input.Any(2, 2), Input.Any(8, 3), Input.Any(8, 2)),
        new("gru_cell", t => Aten.gru_cell.Call(t[0], t[1], t[2], t[3]), Input.Any(2, 3), Input.Any(2, 2), Input.Any(6, 3), Input.Any(6, 2)),
        One("dropout", x => F.dropout(x, training: false) * 1),
        One("feature_dropout", x => F.dropout2d(x, training: false) * 1),
    ];

    private static IEnumerable<GradientCase> Losses =>
    [
        One("cross_entropy_loss", x => F.cross_entropy(x, Classes)),
        One("cross_entropy_loss", x => F.cross_entropy(x, Classes, label_smoothing: 0.1, reduction: nn.Reduction.Sum)),
        One("nll_loss_nd", x => F.nll_loss(x, Classes)),
        Two("mse_loss", (x, y) => F.mse_loss(x, y)),
        Two("l1_loss", (x, y) => F.l1_loss(x, y, nn.Reduction.Sum)),
        Two("smooth_l1_loss", (x, y) => F.smooth_l1_loss(x, y, beta: 0.5)),
        Two("kl_div", (x, y) => F.kl_div(x, y)),
        new("binary_cross_entropy", t => F.binary_cross_entropy(t[0], ones_like(t[0]) / 3), new Input(Domain.UnitInterval, 3, 4)),
        One("binary_cross_entropy_with_logits", x => F.binary_cross_entropy_with_logits(x, ones_like(x) / 3)),
    ];

    /// <summary>A permutation in each row.</summary>
    private static Tensor Columns => tensor(new long[] { 0, 2, 1, 3, 3, 2, 1, 0, 1, 0, 3, 2 }, 3, 4);

    private static Tensor Classes => tensor(new long[] { 3, 0, 2 });
}
