/// NAS-Bench-Macro (Su et al., 2021): eight layers, each the identity or one of two mobile blocks; 6,561 networks.

/// A MobileNetV2 block; its shortcut is there where the shape stays.
op MobileBlock(width, kernel, expand, before, stride)(x) {
  hidden = expand * before
  y      = x
    |> conv(hidden, 1) |> bn |> relu
    |> conv(hidden, kernel, stride: stride, groups: hidden) |> bn |> relu
    |> conv(width, 1) |> bn
  output if stride == 1 then x + y else y
}

/// The identity; between stages a projection to the next one's shape.
op Shortcut(width, stride)(x) {
  output x |> if stride == 1 then identity else conv(width, 1, stride: stride) >> bn
}

opset Blocks(width, before, stride = 1) {
  Identity = Shortcut(width, stride)
  MB3_K3   = MobileBlock(width, 3, 3, before, stride)
  MB6_K5   = MobileBlock(width, 5, 6, before, stride)
}

network Cifar(C = 32, classes = 10, size = 32)(image: [3, size, size]) {
  stem  = image |> conv(C, 3) |> bn |> relu
  layer = chain stem {
    choose Blocks(2 * C, C, stride: 2)
    choose Blocks(2 * C, 2 * C)
    choose Blocks(4 * C, 2 * C, stride: 2)
    choose Blocks(4 * C, 4 * C)
    choose Blocks(4 * C, 4 * C)
    choose Blocks(8 * C, 4 * C, stride: 2)
    choose Blocks(8 * C, 8 * C)
    choose Blocks(8 * C, 8 * C)
  }
  output layer |> conv(1280, 1) |> bn |> relu |> global_avg_pool |> linear(classes)
}
