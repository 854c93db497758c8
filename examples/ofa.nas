/// Once-for-all on ImageNet (Cai, Gan, Wang, Zhang and Han, 2020): MobileNetV3 whose five stages have 2 to 4 layers, each with a kernel of
/// 3, 5 or 7 and an expansion of 3, 4 or 6: ((3 * 3)^2 + (3 * 3)^3 + (3 * 3)^4)^5, about 2 * 10^19 architectures that share their weights,
/// at 25 resolutions from
/// 128 to 224. Published: 80.0 % top-1 at 595 M MACs.
///
/// The resolution is the network's parameter, not a decision: it changes no weight, and images of every size are made before the network
/// sees them. `--set size=160` is the same architecture for images of 160 x 160 pixels.

op Layer(filters, stride, act, se)(x) {
  kernel = choose { 3, 5, 7 }
  expand = choose { 3, 4, 6 }
  output x |> bottleneck(filters, kernel, stride, expand, act, se)
}

/// The squeezed channels are a quarter of the expanded ones, rounded, as in MobileNetV3.
op bottleneck(filters, kernel, stride, expand, act, se)(x) {
  inner = x |> conv_bn_act(round_channels(channels_of(x) * expand), 1, act: act) |> depthwise(kernel, stride) |> bn |> act
  gated = inner |> if se then squeeze_excite(round_channels(channels_of(inner) / 4), gate: hard_sigmoid) else identity
  y     = gated |> conv_bn(filters, 1)
  output if stride == 1 and filters == channels_of(x) then x + y else y
}

op Stage(filters, stride, act, se)(x) {
  depth = choose { 2, 3, 4 }
  output x |> Layer(filters, stride, act, se) |> repeat(depth - 1) Layer(filters, 1, act, se)
}

network OFA(width = 1.0, size = 224, classes = 1000)(image: [3, size, size]) {
  w     = [round_channels(c * width) for c in [16, 24, 40, 80, 112, 160, 960, 1280]]
  stem  = image |> conv_bn_act(w[0], 3, 2, hard_swish)
  first = stem + (stem |> dw_conv(w[0], 3, act: relu))
  body  = chain first {
    Stage(w[1], 2, relu,       false)
    Stage(w[2], 2, relu,       true)
    Stage(w[3], 2, hard_swish, false)
    Stage(w[4], 1, hard_swish, true)
    Stage(w[5], 2, hard_swish, true)
  }
  mixed = body |> conv_bn_act(w[6], 1, act: hard_swish) |> global_avg_pool
  output mixed |> linear(w[7], bias: false) |> hard_swish |> dropout(0.1) |> linear(classes)
}

objective maximize accuracy

/// What follows the training of the shared weights by progressive shrinking (120 epochs on the largest network, 25 on kernels, 125 on
/// depths, 125 on widths), with a predictor of accuracy in place of an evaluation.
search evolution {
  population = 100
  parents    = 25%
  mutation   = 10%
  crossover  = 50%
}

train OFA {
  epochs          = 180
  batch           = 2048
  weights         = sgd(lr: cosine(2.6), momentum: 0.9, nesterov: true, weight_decay: 3e-5)
  label_smoothing = 0.1
}
