/// Progressive NAS on CIFAR-10 and ImageNet (Liu, Zoph, Neumann, Shlens, Hua, Li, Fei-Fei, Yuille, Huang and Murphy, 2018).

opset Operations(width, stride = 1) {
  sep_conv_3x3 = sep_conv(3, stride)
  sep_conv_5x5 = sep_conv(5, stride)
  sep_conv_7x7 = sep_conv(7, stride)
  conv_7x1_1x7 = conv_7x1_1x7(stride)
  identity     = if stride == 1 then id else relu_conv_bn(width, 1, stride)
  avg_pool_3x3 = avg_pool(3, stride)
  max_pool_3x3 = max_pool(3, stride)
  dil_conv_3x3 = dil_conv(3, stride)
}

/// The one cell, with stride 2 where the network reduces.
cell Cell(width, stride = 1)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  nodes n[5] = (
    choose 1 of [s |> choose Operations(width, stride) for s in [p, q], s |> choose Operations(width) for s in n],
    choose 1 of [s |> choose Operations(width, stride) for s in [p, q], s |> choose Operations(width) for s in n]
  ) |> add
  output concat(n)
}

network Cifar(N = 2, F = 24, size = 32)(image: [3, size, size]) {
  stem = image |> conv(3 * F, 3) |> bn
  body = chain stem {
    Cell(F) * N
    Cell(2 * F, stride: 2)
    Cell(2 * F) * (N - 1)
    Cell(4 * F, stride: 2)
    Cell(4 * F) * (N - 1)
  }
  output body |> relu |> global_avg_pool |> linear(10)
}

/// PNASNet-5 (mobile) has N = 3 and F = 54.
network Mobile(N = 3, F = 54, size = 224)(image: [3, size, size]) {
  stem = image |> conv(32, 3, stride: 2) |> bn
  body = chain stem {
    Cell(floor(F / 4), stride: 2)
    Cell(floor(F / 2), stride: 2)
    Cell(F) * N
    Cell(2 * F, stride: 2)
    Cell(2 * F) * (N - 1)
    Cell(4 * F, stride: 2)
    Cell(4 * F) * (N - 1)
  }
  output body |> relu |> global_avg_pool |> dropout(0.5) |> linear(1000)
}

search pnas {
  beam      = 256                        // cells kept when a node is added
  predictor = lstm(100, ensemble: 5)
  epochs    = 20
  batch     = 32
  weights   = sgd(lr: cosine(0.01))
}

train Cifar(N: 3, F: 48) {
  epochs    = 300
  batch     = 32
  weights   = sgd(lr: cosine(0.025), momentum: 0.9, weight_decay: 5e-4, clip: 5)
  augment   = [random_crop(pad: 4), flip]
  drop_path = 0.4
  auxiliary = 0.4
}
