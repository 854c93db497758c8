/// DARTS on CIFAR-10 (Liu, Simonyan and Yang, 2019).

opset Candidates(stride = 1) {
  none         = zero(stride)
  max_pool_3x3 = max_pool(3, stride) >> bn(affine: false)
  avg_pool_3x3 = avg_pool(3, stride) >> bn(affine: false)
  skip_connect = skip(stride)
  sep_conv_3x3 = sep_conv(3, stride)
  sep_conv_5x5 = sep_conv(5, stride)
  dil_conv_3x3 = dil_conv(3, stride, dilation: 2)
  dil_conv_5x5 = dil_conv(5, stride, dilation: 2)
}

/// A cell that keeps the resolution.
cell Normal(width)(a, b) {
  p = a |> fit(b, width)                 // match resolution and channels
  q = b |> relu_conv_bn(width, 1)
  nodes n[4] = sum(choose 2 of [s |> choose Candidates for s in [p, q, ..n]])
  output concat(n)
}

/// A cell that halves the resolution: what comes from its inputs has stride 2.
cell Reduction(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[4] = sum(choose 2 of [
    s |> choose Candidates(stride: 2) for s in [p, q],
    s |> choose Candidates            for s in n,
  ])
  output concat(n)
}

network Cifar(C = 16, N = 2, size = 32)(image: [3, size, size]) {
  stem = image |> conv(3 * C, 3) |> bn
  body = chain stem {                    // a two-input cell gets the outputs of the two before it
    Normal(C)        * N
    Reduction(2 * C)
    Normal(2 * C)    * N
    Reduction(4 * C)
    Normal(4 * C)    * N
  }
  output body |> global_avg_pool |> linear(10)
}

constraint params(Cifar) <= 3.5M
constraint count(skip_connect in Normal) <= 2

search darts {
  order   = 2
  epochs  = 50
  batch   = 64
  split   = 50%
  weights = sgd(lr: cosine(0.025, 0.001), momentum: 0.9, weight_decay: 3e-4, clip: 5)
  alphas  = adam(lr: 3e-4, betas: (0.5, 0.999), weight_decay: 1e-3)
}

train Cifar(C: 36, N: 6) {
  epochs    = 600
  batch     = 96
  weights   = sgd(lr: cosine(0.025), momentum: 0.9, weight_decay: 3e-4, clip: 5)
  augment   = [random_crop(pad: 4), flip, cutout(16)]
  drop_path = 0.2
  auxiliary = 0.4
}
