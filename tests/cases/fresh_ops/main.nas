/// The word tells what is shared: `Fresh` decides at every use, `Shared` once.
op Fresh(x) = x |> choose { relu, tanh, none = zero }

cell Shared(width)(x) {
  y = x |> choose { small = conv(width, 3), large = conv(width, 5) } |> bn
  output y |> Fresh
}

network Reuse(C = 4)(x: [3, 8, 8]) {
  a = x |> Shared(C) |> Shared(2 * C)
  output a |> Fresh |> global_avg_pool |> linear(3)
}
