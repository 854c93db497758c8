/// EfficientNet on ImageNet (Tan and Le, 2019): one network for all sizes. Compound scaling multiplies depth by ALPHA, width by BETA and
/// resolution by GAMMA to the same power; the constants are what a grid search on B0 found, under the constraint that one step doubles the
/// work. Published: B0 77.1 % top-1, 5.3 M weights and 0.39 G MACs; B7 84.3 %, 66 M and 37 G.

const ALPHA = 1.2
const BETA  = 1.1
const GAMMA = 1.15

constraint ALPHA >= 1 and BETA >= 1 and GAMMA >= 1
constraint ALPHA * BETA ^ 2 * GAMMA ^ 2 ~= 2

/// B0 is MnasNet's space at its searched point: the kernel and the expansion of each stage may be chosen anew.
op Stage(filters, kernel, expand, layers, stride)(x) {
  k     = choose { published = kernel, other = 8 - kernel }
  e     = if expand == 1 then 1 else choose { published = expand, other = 9 - expand }
  block = mb_conv(filters, k, expand: e, se: 0.25, act: swish)
  output x |> block(stride: stride) |> repeat(layers - 1) block
}

network EfficientNet(width = 1.0, depth = 1.0, resolution = 224, drop = 0.2, classes = 1000)(
  image: [3, resolution, resolution]
) {
  stem = image |> conv_bn_act(round_channels(32 * width), 3, 2, swish)
  body = chain stem {
    Stage(round_channels( 16 * width), 3, 1, ceil(1 * depth), 1)
    Stage(round_channels( 24 * width), 3, 6, ceil(2 * depth), 2)
    Stage(round_channels( 40 * width), 5, 6, ceil(2 * depth), 2)
    Stage(round_channels( 80 * width), 3, 6, ceil(3 * depth), 2)
    Stage(round_channels(112 * width), 5, 6, ceil(3 * depth), 1)
    Stage(round_channels(192 * width), 5, 6, ceil(4 * depth), 2)
    Stage(round_channels(320 * width), 3, 6, ceil(1 * depth), 1)
  }
  head = body |> conv_bn_act(round_channels(1280 * width), 1, act: swish)
  output head |> global_avg_pool |> dropout(drop) |> linear(classes)
}

objective maximize accuracy * (macs / 400M) ^ -0.07

search ppo {
  samples = 8000
  epochs  = 5
}

train EfficientNet {
  epochs  = 350
  batch   = 4096
  weights = sgd(lr: cosine(0.256), momentum: 0.9, weight_decay: 1e-5)
}
