/// BATS, cells of binary convolutions (Bulat, Martinez and Tzimiropoulos, 2020).

/// No depthwise and no 1 x 1 convolutions: the convolutions have groups.
opset Candidates(groups, binary, stride = 1) {
  none               = zero(stride)
  max_pool_3x3       = max_pool(3, stride)
  avg_pool_3x3       = avg_pool(3, stride)
  skip_connect       = skip(stride)
  group_conv_3x3     = binary_group_conv(3, groups, stride, binary_weights: binary)
  group_conv_5x5     = binary_group_conv(5, groups, stride, binary_weights: binary)
  dil_group_conv_3x3 = binary_group_conv(3, groups, stride, dilation: 2, binary_weights: binary)
  dil_group_conv_5x5 = binary_group_conv(5, groups, stride, dilation: 2, binary_weights: binary)
}

cell Normal(width, groups, binary)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[4] = sum(choose 2 of [s |> choose Candidates(groups, binary) for s in [p, q, ..n]])
  output concat(n)
}

cell Reduction(width, groups, binary)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[4] = sum(choose 2 of [
    s |> choose Candidates(groups, binary, stride: 2) for s in [p, q],
    s |> choose Candidates(groups, binary)            for s in n,
  ])
  output concat(n)
}

/// The search has binary activations and real weights; with `one_bit` = 1, the weights are binary, too.
network Cifar(C = 16, N = 2, groups = 4, one_bit = 0, size = 32)(image: [3, size, size]) {
  binary = one_bit == 1
  stem   = image |> conv(3 * C, 3) |> bn
  body   = chain stem {
    Normal(C, groups, binary)        * N
    Reduction(2 * C, groups, binary)
    Normal(2 * C, groups, binary)    * N
    Reduction(4 * C, groups, binary)
    Normal(4 * C, groups, binary)    * N
  }
  output body |> global_avg_pool |> linear(10)
}

// The published search sharpens the softmax with a temperature below 1.
search darts {
  order   = 1
  epochs  = 50
  batch   = 64
  weights = sgd(lr: cosine(0.025, 0.001), momentum: 0.9, weight_decay: 3e-4, clip: 5)
  alphas  = adam(lr: 3e-4, betas: (0.5, 0.999), weight_decay: 1e-3)
}

train Cifar(C: 36, N: 6, groups: 12, one_bit: 1) {
  epochs    = 600
  batch     = 96
  weights   = adam(lr: cosine(0.001))
  augment   = [random_crop(pad: 4), flip, cutout(16)]
  auxiliary = 0.4
}
