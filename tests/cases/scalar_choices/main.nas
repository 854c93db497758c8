/// Numbers can be chosen, too: a choice in an argument is a choice among operations.
op Stage(filters, stride)(x) {
  kernel = choose { 3, 5 }
  output x |> relu_conv_bn(filters, kernel, stride: stride)
}

network Scalars(image: [3, 16, 16]) {
  stem = image |> conv(8, 3) |> bn
  body = chain stem { Stage(8, 1), Stage(16, 2), Stage(16, 1) }
  output body |> global_avg_pool |> linear(5)
}
