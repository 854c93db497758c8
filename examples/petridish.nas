/// Petridish, cells grown forward on CIFAR-10 (Hu, Langford, Caruana, Mukherjee, Horvitz and Dey, 2019).

opset Candidates(stride = 1) {
  skip_connect = skip(stride)
  max_pool_3x3 = max_pool(3, stride)
  avg_pool_3x3 = avg_pool(3, stride)
  sep_conv_3x3 = sep_conv(3, stride)
  sep_conv_5x5 = sep_conv(5, stride)
  dil_conv_3x3 = dil_conv(3, stride)
  dil_conv_5x5 = dil_conv(5, stride)
}

/// 1 to 3 nodes are grown; each is the sum of up to three edges from anything before it.
op Grown(stride)(p, q) {
  a = sum(choose 1..2 of [s |> choose Candidates(stride) for s in [p, q]])
  output (p, q, a) |> choose { one = One, two = Two(stride), three = Three(stride) }
}

op One(p, q, a) = a

op Two(stride)(p, q, a) = a + sum(choose 1..3 of [s |> choose Candidates(stride) for s in [p, q], a |> choose Candidates])

op Three(stride)(p, q, a) {
  b = sum(choose 1..3 of [s |> choose Candidates(stride) for s in [p, q], a |> choose Candidates])
  c = sum(choose 1..3 of [s |> choose Candidates(stride) for s in [p, q], s |> choose Candidates for s in [a, b]])
  output a + b + c
}

cell Normal(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  output (p, q) |> Grown(1) |> relu_conv_bn(width, 1)
}

cell Reduction(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  output (p, q) |> Grown(2) |> relu_conv_bn(width, 1)
}

/// N cells at each of three resolutions, and two reductions: 3 N + 2 in all.
network Cifar(C = 16, N = 1, size = 32)(image: [3, size, size]) {
  stem = image |> conv(3 * C, 3) |> bn
  body = chain stem {
    Normal(C)     * N
    Reduction(2 * C)
    Normal(2 * C) * N
    Reduction(4 * C)
    Normal(4 * C) * N
  }
  output body |> global_avg_pool |> linear(10)
}

search petridish {
  epochs   = 80                          // for the seed, for each growth, and after the search
  l1       = 0.001                       // on the weights of what is grown
  parents  = 100
  hull_eps = 0.025
}

train Cifar(C: 36, N: 6) {
  epochs    = 600
  batch     = 96
  weights   = sgd(lr: cosine(0.025), momentum: 0.9, weight_decay: 3e-4, clip: 5)
  augment   = [random_crop(pad: 4), flip, cutout(16)]
  drop_path = 0.2
  auxiliary = 0.4
}
