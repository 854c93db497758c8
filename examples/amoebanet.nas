/// AmoebaNet on CIFAR-10 and ImageNet: regularized evolution (Real, Aggarwal, Huang and Le, 2019).

opset Operations(width, stride = 1) {
  identity     = if stride == 1 then id else relu_conv_bn(width, 1, stride)
  sep_conv_3x3 = sep_conv(3, stride)
  sep_conv_5x5 = sep_conv(5, stride)
  sep_conv_7x7 = sep_conv(7, stride)
  avg_pool_3x3 = avg_pool(3, stride)
  max_pool_3x3 = max_pool(3, stride)
  dil_conv_3x3 = dil_conv(3, stride)
  conv_1x7_7x1 = relu >> conv(width, (1, 7), stride) >> bn >> relu >> conv(width, (7, 1)) >> bn
}

cell Normal(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[5] = (
    choose 1 of [p, q, ..n] |> choose Operations(width),
    choose 1 of [p, q, ..n] |> choose Operations(width)
  ) |> add
  output concat(loose([p, q, ..n]))      // what no node uses
}

cell Reduction(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[5] = (
    choose 1 of [s |> choose Operations(width, 2) for s in [p, q], s |> choose Operations(width) for s in n],
    choose 1 of [s |> choose Operations(width, 2) for s in [p, q], s |> choose Operations(width) for s in n]
  ) |> add
  output concat([s |> down_to(height_of(n[0])) for s in loose([p, q, ..n])])
}

/// Halves what is not of this height yet.
op down_to(height)(x) = if height_of(x) == height then x else (x |> factorized_reduce(channels_of(x)))

network Cifar(N = 3, F = 24, size = 32)(image: [3, size, size]) {
  stem = image |> conv(3 * F, 3) |> bn
  body = chain stem {
    Normal(F)     * N
    Reduction(2 * F)
    Normal(2 * F) * N
    Reduction(4 * F)
    Normal(4 * F) * N
  }
  output body |> relu |> global_avg_pool |> linear(10)
}

/// AmoebaNet-A (mobile) has N = 4 and F = 50.
network Mobile(N = 4, F = 50, size = 224)(image: [3, size, size]) {
  stem = image |> conv(32, 3, stride: 2) |> bn
  body = chain stem {
    Reduction(floor(F / 4))
    Reduction(floor(F / 2))
    Normal(F)     * N
    Reduction(2 * F)
    Normal(2 * F) * N
    Reduction(4 * F)
    Normal(4 * F) * N
  }
  output body |> relu |> global_avg_pool |> dropout(0.5) |> linear(1000)
}

search evolution {
  population = 100
  sample     = 25                        // the best of these becomes the parent; the oldest dies
  samples    = 20000
  identity   = 5%                        // chance that a mutation changes nothing
  epochs     = 25
}

train Cifar(N: 6, F: 36) {
  epochs    = 600
  batch     = 128
  weights   = sgd(lr: cosine(0.024), momentum: 0.9, weight_decay: 5e-4, clip: 5)
  augment   = [random_crop(pad: 4), flip, cutout(16)]
  drop_path = 0.3
  auxiliary = 0.5
}
