/// ENAS, cells for CIFAR-10 (Pham, Guan, Zoph, Le and Dean, 2018).

opset Operations(stride = 1) {
  sep_conv_3x3 = sep_conv(3, stride)
  sep_conv_5x5 = sep_conv(5, stride)
  avg_pool_3x3 = avg_pool(3, stride)
  max_pool_3x3 = max_pool(3, stride)
  identity     = skip(stride)
}

cell Normal(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> repeat(2) relu_conv_bn(width, 1)  // once to match the channels, once as the cell's first layer
  nodes n[5] = (
    choose 1 of [p, q, ..n] |> choose Operations,
    choose 1 of [p, q, ..n] |> choose Operations
  ) |> add
  output concat(loose([p, q, ..n]))      // what no node uses
}

cell Reduction(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> repeat(2) relu_conv_bn(width, 1)  // once to match the channels, once as the cell's first layer
  nodes n[5] = (
    choose 1 of [s |> choose Operations(2) for s in [p, q], s |> choose Operations for s in n],
    choose 1 of [s |> choose Operations(2) for s in [p, q], s |> choose Operations for s in n]
  ) |> add
  output concat([s |> down_to(height_of(n[0])) for s in loose([p, q, ..n])])
}

/// Halves what is not of this height yet.
op down_to(height)(x) = if height_of(x) == height then x else (x |> factorized_reduce(channels_of(x)))

/// The final network has N = 5 and F = 36.
network Micro(N = 2, F = 20, size = 32)(image: [3, size, size]) {
  stem = image |> conv(3 * F, 3) |> bn
  body = chain stem {
    Normal(F)     * N
    Reduction(2 * F)
    Normal(2 * F) * N
    Reduction(4 * F)
    Normal(4 * F) * N
  }
  output body |> relu |> global_avg_pool |> dropout(0.1) |> linear(10)
}

search enas {
  epochs     = 150
  batch      = 160
  weights    = sgd(lr: cosine(0.05, 0.0005), momentum: 0.9, nesterov: true, weight_decay: 1e-4, clip: 5)
  controller = lstm(100, tanh: 1.1, op_tanh_reduce: 2.5)
  lr         = 0.0035
  entropy    = 1e-4
  baseline   = 0.99
  steps      = 30                        // of the controller after each epoch, 10 cells each
  drop_path  = 0.4
}

train Micro(N: 5, F: 36) {
  epochs    = 630
  batch     = 144
  weights   = sgd(lr: cosine(0.05, 0.0001), momentum: 0.9, nesterov: true, weight_decay: 2e-4, clip: 5)
  augment   = [random_crop(pad: 4), flip, cutout(16)]
  drop_path = 0.4
  auxiliary = 0.4
}
