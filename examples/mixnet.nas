/// MixNet on ImageNet (Tan and Le, 2019): the depthwise convolution of an inverted bottleneck splits its channels into 1 to 5 groups of
/// kernels 3, 5, 7, 9, 11, and its 1 x 1 convolutions may be cut in two. Published, each an architecture of this space: MixNet-S
/// (`first` 16, `second` 24, `layers` 2) 75.8 % top-1, 4.1 M weights, 256 M MACs; M (the defaults) 77.0 %, 5.0 M, 360 M; L (M with
/// `width` 1.3) 78.9 %, 7.3 M, 565 M.

/// All layers of a block are alike.
op Block(filters, layers, stride, expand, se, act)(x) {
  up     = choose { 1, 2 }
  down   = choose { 1, 2 }
  groups = choose {
    k1 = mix_conv(kernels: [3])
    k2 = mix_conv(kernels: [3, 5])
    k3 = mix_conv(kernels: [3, 5, 7])
    k4 = mix_conv(kernels: [3, 5, 7, 9])
    k5 = mix_conv(kernels: [3, 5, 7, 9, 11])
  }
  layer = groups(filters, expand: expand, se: se, act: act, expand_groups: up, project_groups: down)
  output x |> layer(stride: stride) |> repeat(layers - 1) layer
}

network MixNet(first = 24, second = 32, layers = 3, width = 1.0, size = 224, drop = 0.25, classes = 1000)(image: [3, size, size]) {
  stem = image |> conv_bn_relu(round_channels(first * width), 3, 2)
  body = chain stem {
    Block(round_channels(first * width),  1,      1, 1, 0,    relu)
    Block(round_channels(second * width), 1,      2, 6, 0,    relu)
    Block(round_channels(second * width), 1,      1, 3, 0,    relu)
    Block(round_channels( 40 * width),    1,      2, 6, 0.5,  swish)
    Block(round_channels( 40 * width),    3,      1, 6, 0.5,  swish)
    Block(round_channels( 80 * width),    1,      2, 6, 0.25, swish)
    Block(round_channels( 80 * width),    layers, 1, 6, 0.25, swish)
    Block(round_channels(120 * width),    1,      1, 6, 0.5,  swish)
    Block(round_channels(120 * width),    layers, 1, 3, 0.5,  swish)
    Block(round_channels(200 * width),    1,      2, 6, 0.5,  swish)
    Block(round_channels(200 * width),    layers, 1, 6, 0.5,  swish)
  }
  output body |> conv_bn_relu(1536, 1) |> global_avg_pool |> dropout(drop) |> linear(classes)
}

objective maximize accuracy * (macs / 360M) ^ -0.07

search ppo {
  samples = 8000
  epochs  = 5
}

train MixNet {
  epochs  = 350
  batch   = 4096
  weights = sgd(lr: cosine(0.256), momentum: 0.9, weight_decay: 1e-5)
}
