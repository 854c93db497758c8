/// MnasNet on ImageNet (Tan, Chen, Pang, Vasudevan, Sandler, Howard and Le, 2019): a factorized hierarchical search space. Each of
/// seven blocks decides once, for all of its layers, on operation, kernel, squeeze-and-excitation and skip, and on the number of
/// layers and filters around those of MobileNetV2. Published: MnasNet-A1, 75.2 % top-1, 3.9 M weights, 312 M MACs, 78 ms on a Pixel 1.

/// The operation of a layer and what skips it: nothing, the input where the shape allows it, or a pooling.
op Layer(filters, operation, skip, stride = 1)(x) {
  y    = x |> operation(filters, stride: stride)
  same = stride == 1 and filters == channels_of(x)
  output if skip == "pool" then y + (x |> max_pool(3, stride) |> pad_channels(filters))
    else if skip == "identity" and same then y + x else y
}

op conv_se(filters, kernel, ratio, stride = 1)(x) =
  x |> conv_bn_relu(filters, kernel, stride) |> if ratio == 0 then identity else se(ratio)

op dw_se(filters, kernel, ratio, stride = 1)(x) =
  x |> mb_conv(filters, kernel, stride, expand: 1, se: ratio, act: relu, residual: false)

op mb_se(filters, kernel, ratio, expand, stride = 1)(x) =
  x |> mb_conv(filters, kernel, stride, expand, ratio, act: relu, residual: false)

/// `filters` and `depth` are those of MobileNetV2; at least one layer is left.
op Block(filters, depth, stride)(x) {
  kernel = choose { 3, 5 }
  ratio  = choose { 0, 0.25 }
  width  = choose { 0.75, 1, 1.25 }
  skip   = choose { none = "none", pool = "pool", identity = "identity" }
  layers = if depth == 1 then choose { 1, 2 } else choose { depth - 1, depth, depth + 1 }
  kind   = choose {
    conv = conv_se(kernel: kernel, ratio: ratio)
    dw   = dw_se(kernel: kernel, ratio: ratio)
    mb3  = mb_se(kernel: kernel, ratio: ratio, expand: 3)
    mb6  = mb_se(kernel: kernel, ratio: ratio, expand: 6)
  }
  w = round_channels(filters * width)
  output x |> Layer(w, kind, skip, stride) |> repeat(layers - 1) Layer(w, kind, skip)
}

network MnasNet(width = 1.0, size = 224, classes = 1000)(image: [3, size, size]) {
  stem = image |> conv_bn_relu(round_channels(32 * width), 3, 2)
  body = chain stem {
    Block( 16 * width, 1, 1)
    Block( 24 * width, 2, 2)
    Block( 32 * width, 3, 2)
    Block( 64 * width, 4, 2)
    Block( 96 * width, 3, 1)
    Block(160 * width, 3, 2)
    Block(320 * width, 1, 1)
  }
  output body |> conv_bn_relu(1280, 1) |> global_avg_pool |> dropout(0.2) |> linear(classes)
}

/// The published winner. One number lies outside of the space as the paper gives it: the 112 filters of the fifth block, which are
/// neither 72 nor 96 nor 120.
network MnasNetA1(size = 224, classes = 1000)(image: [3, size, size]) {
  body = chain (image |> conv_bn_relu(32, 3, 2)) {
    Layer( 16, mb_se(kernel: 3, ratio: 0,    expand: 1), "none")
    Fixed( 24, mb_se(kernel: 3, ratio: 0,    expand: 6), 2, 2)
    Fixed( 40, mb_se(kernel: 5, ratio: 0.25, expand: 3), 3, 2)
    Fixed( 80, mb_se(kernel: 3, ratio: 0,    expand: 6), 4, 2)
    Fixed(112, mb_se(kernel: 3, ratio: 0.25, expand: 6), 2, 1)
    Fixed(160, mb_se(kernel: 5, ratio: 0.25, expand: 6), 3, 2)
    Fixed(320, mb_se(kernel: 3, ratio: 0,    expand: 6), 1, 1)
  }
  output body |> conv_bn_relu(1280, 1) |> global_avg_pool |> dropout(0.2) |> linear(classes)
}

op Fixed(filters, kind, layers, stride)(x) =
  x |> Layer(filters, kind, "identity", stride) |> repeat(layers - 1) Layer(filters, kind, "identity")

objective maximize accuracy * (latency("pixel1.csv") / 80ms) ^ -0.07

search ppo {
  samples = 8000
  epochs  = 5
}

train MnasNet {
  epochs  = 350
  batch   = 4096
  weights = sgd(lr: cosine(0.256), momentum: 0.9, weight_decay: 1e-5)
}
