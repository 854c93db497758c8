/// TransNAS-Bench-101, cell level (Duan et al., 2021): one cell of four nodes, an operation on each of six edges; 4,096 cells.
/// The skeleton is `64-41414`: 64 channels, and five modules of two cells, of which the first, third and fifth halve the
/// resolution and double the channels in their first cell.

/// Zeros of half the resolution and twice the channels.
op Nothing(x) {
  half = x |> zero(stride: 2)
  output concat([half, half])
}

opset Operations(width) {
  none         = zero
  skip_connect = skip
  conv_1x1     = relu_conv_bn(width, 1)
  conv_3x3     = relu_conv_bn(width, 3)
}

opset Reducing(width) {
  none         = Nothing
  skip_connect = factorized_reduce(width)
  conv_1x1     = relu_conv_bn(width, 1, stride: 2)
  conv_3x3     = relu_conv_bn(width, 3, stride: 2)
}

/// Node 0 is the input `x`, the last node the output. In a cell that reduces, the edges from the input have stride 2.
cell Cell(width, reduce = false)(x) {
  nodes node[3] = sum([
    x |> if reduce then choose Reducing(width) else choose Operations(width),
    s |> choose Operations(width) for s in node,
  ])
  output node[-1]
}

/// The scene classification task: 47 classes.
network Scenes(C = 64, classes = 47)(image: [3, 256, 256]) {
  stem = image |> conv(C / 2, 3, stride: 2) |> bn |> relu_conv_bn(C, 3, stride: 2)
  body = chain stem {
    Cell(2 * C, reduce: true), Cell(2 * C)
    Cell(2 * C) * 2
    Cell(4 * C, reduce: true), Cell(4 * C)
    Cell(4 * C) * 2
    Cell(8 * C, reduce: true), Cell(8 * C)
  }
  output body |> global_avg_pool |> linear(classes)
}
