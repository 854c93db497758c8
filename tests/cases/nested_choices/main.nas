// A decision inside an alternative exists only where that alternative is taken.
opset Activations { relu, tanh, silu }

op Gated(width)(x) {
  gate = x |> conv(width, 1) |> choose { sigmoid, tanh }
  output mul(gate, x |> conv(width, 3))
}

network Nested(x: [4, 8, 8]) {
  y = x |> choose {
    plain = conv(8, 3) >> choose Activations,
    gated = Gated(8),
    deep  = repeat(2) relu_conv_bn(8, 3),
  }
  output y |> global_avg_pool |> linear(2)
}
