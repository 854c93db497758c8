/// Inputs are chosen, weighed by alphas of their own, and joined.
cell Join(width)(a, b) {
  p = a |> fit(b, width)
  q = b |> relu_conv_bn(width, 1)
  r = choose 1 of [p, q]
  s = sum(choose 2 of [t |> choose { skip, sep_conv_3 = sep_conv(3), none = zero } for t in [p, q, r]])
  output concat([r, s])
}

network Branches(image: [1, 14, 14]) {
  stem = image |> conv(6, 3, stride: 2) |> bn
  body = chain stem { Join(4), reduce = Join(6), Join(8) }
  output body |> dropout(0.1) |> global_avg_pool |> linear(4)
}
