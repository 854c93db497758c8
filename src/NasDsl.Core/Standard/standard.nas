// The standard library: blocks of the published networks, in the language itself.

/// Convolution and batch normalization.
op conv_bn(filters, kernel, stride = 1, groups = 1)(x) =
  x |> conv(filters, kernel, stride, groups: groups) |> bn

/// Convolution, batch normalization, activation.
op conv_bn_act(filters, kernel, stride = 1, act = relu, groups = 1)(x) =
  x |> conv(filters, kernel, stride, groups: groups) |> bn |> act

/// Convolution, batch normalization, ReLU.
op conv_bn_relu(filters, kernel, stride = 1)(x) =
  x |> conv(filters, kernel, stride) |> bn |> relu

/// ReLU, a 1 x k and a k x 1 convolution that keep the channels, batch normalization. The second one has the stride.
op factorized_conv(kernel, stride = 1)(x) {
  c = channels_of(x)
  output x |> relu |> conv(c, (1, kernel)) |> conv(c, (kernel, 1), stride) |> bn
}

/// The `conv 7x1 + 1x7` of NASNet, PNAS and AmoebaNet.
op conv_7x1_1x7(stride = 1)(x) = x |> factorized_conv(7, stride)

/// The `conv 3x1 + 1x3` of NASNet and NAO.
op conv_3x1_1x3(stride = 1)(x) = x |> factorized_conv(3, stride)

/// Two convolutions beside a shortcut, which is projected where the shape changes (He et al. 2016).
op res_block(filters, kernel, stride = 1)(x) {
  y = x |> conv_bn_relu(filters, kernel, stride) |> conv_bn(filters, kernel)
  shortcut = if stride == 1 and filters == channels_of(x) then x else (x |> conv_bn(filters, 1, stride))
  output y + shortcut |> relu
}

/// Scales each channel by a gate computed from the means of all channels, through `reduced` features (Hu et al. 2018).
op squeeze_excite(reduced, act = relu, gate = sigmoid)(x) {
  s = x |> global_avg_pool |> linear(reduced) |> act |> linear(channels_of(x)) |> gate
  output (x, s) |> scale_channels
}

/// Squeeze-and-excitation through a share of the channels that it scales.
op se(ratio = 0.25, act = relu, gate = sigmoid)(x) {
  reduced = channels_of(x) * ratio
  output x |> squeeze_excite(if reduced < 1 then 1 else reduced - reduced mod 1, act, gate)
}

/// Depthwise convolution, then a 1 x 1 convolution, each with batch normalization; `last` follows the second one
/// (`identity` in MnasNet, an activation in MobileNetV1).
op dw_conv(filters, kernel, stride = 1, act = relu6, last = identity)(x) =
  x |> depthwise(kernel, stride) |> bn |> act |> conv(filters, 1) |> bn |> last

/// The inverted bottleneck of MobileNetV2 (Sandler et al. 2018), MnasNet and EfficientNet: 1 x 1 up to `expand` times the
/// channels, depthwise, squeeze-and-excitation, 1 x 1 down to `filters`. `se` is the ratio of squeezed to INPUT channels, 0 for
/// none. With `residual`, the input is added where stride and channels allow it.
op mb_conv(filters, kernel, stride = 1, expand = 6, se = 0, act = relu6, se_act = act, gate = sigmoid, residual = true)(x) {
  inputs   = channels_of(x)
  squeezed = if inputs * se < 1 then 1 else inputs * se - inputs * se mod 1
  inner    = if expand == 1 then x else (x |> conv(inputs * expand, 1) |> bn |> act)
  filtered = inner |> depthwise(kernel, stride) |> bn |> act
  excited  = if se == 0 then filtered else (filtered |> squeeze_excite(squeezed, se_act, gate))
  y        = excited |> conv(filters, 1) |> bn
  output if residual and stride == 1 and filters == inputs then x + y else y
}

/// Depthwise convolutions of different kernels, each on its share of the channels (Tan and Le 2019); the first one gets what
/// does not divide.
op mix_depthwise(kernels, stride = 1)(x) {
  last  = length(kernels) - 1
  share = (channels_of(x) - channels_of(x) mod (last + 1)) / (last + 1)
  first = channels_of(x) - share * last
  output concat([
    x |> slice_channels(if i == 0 then 0 else first + (i - 1) * share, if i == 0 then first else share)
      |> depthwise(kernels[i], stride)
    for i in 0..last
  ])
}

/// The block of MixNet: `mb_conv` with a depthwise convolution of several kernels and 1 x 1 convolutions in groups.
op mix_conv(filters, kernels, stride = 1, expand = 6, se = 0, act = relu, expand_groups = 1, project_groups = 1)(x) {
  inputs   = channels_of(x)
  squeezed = if inputs * se < 1 then 1 else inputs * se - inputs * se mod 1
  inner    = if expand == 1 then x else (x |> conv(inputs * expand, 1, groups: expand_groups) |> bn |> act)
  filtered = inner |> mix_depthwise(kernels, stride) |> bn |> act
  excited  = if se == 0 then filtered else (filtered |> squeeze_excite(squeezed, act))
  y        = excited |> conv(filters, 1, groups: project_groups) |> bn
  output if stride == 1 and filters == inputs then x + y else y
}

/// The merge of NAS-FPN by global pooling: `b`, plus `a` scaled by a gate from the means of `b` (Ghiasi et al. 2019). Both must
/// have one shape.
op attention_sum(a, b) {
  gate = b |> global_avg_pool |> sigmoid
  output b + scale_channels(a, gate)
}

/// A 3 x 3 depthwise convolution with a rate for height and one for width, then 1 x 1, each with batch normalization and ReLU
/// (Chen et al. 2018).
op atrous_sep_conv(filters, rates)(x) =
  x |> depthwise(3, dilation: rates) |> bn |> relu |> conv(filters, 1) |> bn |> relu

/// The mean of each cell of a grid, 1 x 1 convolution, batch normalization, ReLU, and back to the size, bilinear (Chen et al.
/// 2018).
op pyramid_pool(filters, grid)(x) {
  y = x |> adaptive_avg_pool(grid) |> conv_bn_relu(filters, 1)
  output y |> resize(x, bilinear: true)
}

/// Batch normalization, convolution of one-bit activations (and weights, unless `binary_weights` is false) in groups, channel
/// shuffle, and a real-valued shortcut (Bulat et al. 2020). Keeps the channels.
op binary_group_conv(kernel, groups, stride = 1, dilation = 1, binary_weights = true)(x) {
  c = channels_of(x)
  b = x |> bn |> binarize
  y = if binary_weights
    then (b |> binary_conv(c, kernel, stride, dilation: dilation, groups: groups))
    else (b |> conv(c, kernel, stride, dilation: dilation, groups: groups))
  shortcut = if stride == 1 then x else (x |> avg_pool(stride, stride))
  output (y |> channel_shuffle(groups)) + shortcut
}
