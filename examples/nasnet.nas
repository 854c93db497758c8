/// NASNet on CIFAR-10 and ImageNet (Zoph, Vasudevan, Shlens and Le, 2018).

opset Operations(width, stride = 1) {
  identity     = if stride == 1 then id else relu_conv_bn(width, 1, stride)
  conv_3x1_1x3 = conv_3x1_1x3(stride)
  conv_7x1_1x7 = conv_7x1_1x7(stride)
  dil_conv_3x3 = relu >> conv(width, 3, stride, dilation: 2) >> bn
  avg_pool_3x3 = avg_pool(3, stride)
  max_pool_3x3 = max_pool(3, stride)
  max_pool_5x5 = max_pool(5, stride)
  max_pool_7x7 = max_pool(7, stride)
  conv_1x1     = relu_conv_bn(width, 1, stride)
  conv_3x3     = relu_conv_bn(width, 3, stride)
  sep_conv_3x3 = sep_conv(3, stride)
  sep_conv_5x5 = sep_conv(5, stride)
  sep_conv_7x7 = sep_conv(7, stride)
}

opset Combine(width) {
  add
  concat = concat >> relu_conv_bn(width, 1)
}

/// The output is what no node uses. With `released` = 1, it is what NASNet-A concatenates, used or not.
cell Normal(width, released)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[5] = (
    choose 1 of [p, q, ..n] |> choose Operations(width),
    choose 1 of [p, q, ..n] |> choose Operations(width)
  ) |> choose Combine(width)
  output concat(if released == 1 then [p, ..n] else loose([p, q, ..n]))
}

cell Reduction(width, released)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[5] = (
    choose 1 of [s |> choose Operations(width, 2) for s in [p, q], s |> choose Operations(width) for s in n],
    choose 1 of [s |> choose Operations(width, 2) for s in [p, q], s |> choose Operations(width) for s in n]
  ) |> choose Combine(width)
  output concat([
    s |> down_to(height_of(n[0])) for s in (if released == 1 then [n[i] for i in 1..4] else loose([p, q, ..n]))
  ])
}

/// Halves what is not of this height yet.
op down_to(height)(x) = if height_of(x) == height then x else (x |> factorized_reduce(channels_of(x)))

network Cifar(N = 2, F = 32, size = 32, released = 0)(image: [3, size, size]) {
  stem = image |> conv(3 * F, 3) |> bn
  body = chain stem {
    Normal(F, released)     * N
    Reduction(2 * F, released)
    Normal(2 * F, released) * N
    Reduction(4 * F, released)
    Normal(4 * F, released) * N
  }
  output body |> relu |> global_avg_pool |> linear(10)
}

/// NASNet-A (4 @ 1056) has N = 4 and F = 44.
network Mobile(N = 4, F = 44, size = 224, released = 0)(image: [3, size, size]) {
  stem = image |> conv(32, 3, stride: 2) |> bn
  body = chain stem {
    Reduction(F / 4, released)
    Reduction(F / 2, released)
    Normal(F, released)     * N
    Reduction(2 * F, released)
    Normal(2 * F, released) * N
    Reduction(4 * F, released)
    Normal(4 * F, released) * N
  }
  output body |> relu |> global_avg_pool |> dropout(0.5) |> linear(1000)
}

search ppo {
  controller = lstm(100)
  lr         = 3.5e-4
  entropy    = 1e-5
  baseline   = 0.95
  samples    = 20000
  epochs     = 20
}

train Cifar(N: 6, F: 32) {
  epochs    = 600
  batch     = 32
  weights   = sgd(lr: cosine(0.025), momentum: 0.9, weight_decay: 5e-4, clip: 5)
  augment   = [random_crop(pad: 4), flip, cutout(16)]
  drop_path = 0.4
  auxiliary = 0.4
}
