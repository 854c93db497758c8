/// NAS-Bench-101 on CIFAR-10 (Ying, Klein, Real, Christiansen, Murphy and Hutter, 2019).
///
/// A module is any graph of at most 7 vertices and 9 edges, with one of three operations on each vertex: 423,624 of them are
/// different. Nine modules make the network, in three stacks of 128, 256 and 512 channels.

// What a vertex of C channels computes; names as in the public data set, with `_` for `-`.
opset Vertex(C) {
  conv3x3_bn_relu = conv(C, 3) >> bn >> relu
  conv1x1_bn_relu = conv(C, 1) >> bn >> relu
  maxpool3x3      = max_pool(3)
}

/// One graph for all modules; each has weights of its own.
cell Module(width)(x) = x |> dag(width, vertices: 7, edges: 9, ops: Vertex)

network Cifar(C = 128, N = 3, size = 32)(image: [3, size, size]) {
  stem = image |> conv(C, 3) >> bn >> relu
  body = chain stem {
    Module(C)     * N
    down_1 = max_pool(2, stride: 2)
    Module(2 * C) * N
    down_2 = max_pool(2, stride: 2)
    Module(4 * C) * N
  }
  output body |> global_avg_pool |> linear(10)
}

// Published: RMSProp at 0.2 with this batch, schedule and weight decay.
train Cifar {
  epochs  = 108
  batch   = 256
  weights = sgd(lr: cosine(0.1), momentum: 0.9, weight_decay: 1e-4)
  augment = [random_crop(pad: 4), flip]
}
