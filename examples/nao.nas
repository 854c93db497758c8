/// Neural architecture optimization on CIFAR-10 (Luo, Tian, Qin, Chen and Liu, 2018).

opset Operations(width, stride = 1) {
  identity     = if stride == 1 then id else relu_conv_bn(width, 1, stride)
  conv_1x1     = relu_conv_bn(width, 1, stride)
  conv_3x3     = relu_conv_bn(width, 3, stride)
  conv_1x3_3x1 = relu >> conv(width, (1, 3), stride) >> bn >> relu >> conv(width, (3, 1)) >> bn
  conv_1x7_7x1 = relu >> conv(width, (1, 7), stride) >> bn >> relu >> conv(width, (7, 1)) >> bn
  max_pool_2x2 = max_pool(2, stride)
  max_pool_3x3 = max_pool(3, stride)
  max_pool_5x5 = max_pool(5, stride)
  avg_pool_2x2 = avg_pool(2, stride)
  avg_pool_3x3 = avg_pool(3, stride)
  avg_pool_5x5 = avg_pool(5, stride)
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

network Cifar(N = 3, F = 32, size = 32)(image: [3, size, size]) {
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

search nao {
  seeds     = 600                        // random cells to begin with
  top       = 100                        // the best ones are improved
  new       = 300                        // in each of the rounds
  rounds    = 3
  encoder   = lstm(96, embedding: 48)
  predictor = mlp([200, 200, 200])
  trade_off = 0.8                        // between predicting and reconstructing
  epochs    = 25
  batch     = 128
  weights   = sgd(lr: cosine(0.024))
}

train Cifar(N: 6, F: 36) {
  epochs    = 600
  batch     = 128
  weights   = sgd(lr: cosine(0.024), momentum: 0.9, weight_decay: 5e-4, clip: 5)
  augment   = [random_crop(pad: 4), flip, cutout(16)]
  drop_path = 0.3
  auxiliary = 0.4
}
