/// NAS-Bench-201 (Dong and Yang, 2020): one cell of four nodes, an operation on each of its six edges; 15,625 cells.

opset Operations(width) {
  none         = zero
  skip_connect = skip
  nor_conv_1x1 = relu_conv_bn(width, 1)
  nor_conv_3x3 = relu_conv_bn(width, 3)
  avg_pool_3x3 = avg_pool(3)
}

/// Node 0 is the input, node 3 the output. No edge is left out: `none` is an operation like others.
cell Cell(width)(x) {
  nodes node[3] from x = sum([s |> choose Operations(width) for s in node])
  output node[-1]
}

/// The residual block that halves the resolution and doubles the channels.
op Reduction(width)(x) {
  main     = x |> relu_conv_bn(width, 3, stride: 2) |> relu_conv_bn(width, 3)
  shortcut = x |> avg_pool(2, stride: 2, padding: 0) |> conv(width, 1)
  output main + shortcut
}

network Cifar(C = 16, N = 5, classes = 10)(image: [3, 32, 32]) {
  stem = image |> conv(C, 3) |> bn
  body = chain stem {
    Cell(C)     * N
    Reduction(2 * C)
    Cell(2 * C) * N
    Reduction(4 * C)
    Cell(4 * C) * N
  }
  output body |> bn |> relu |> global_avg_pool |> linear(classes)
}

train Cifar {
  epochs  = 200
  batch   = 256
  weights = sgd(lr: cosine(0.1), momentum: 0.9, nesterov: true, weight_decay: 5e-4)
  augment = [flip, random_crop(pad: 4)]
}
