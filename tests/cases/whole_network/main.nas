/// What a search and a training say reaches the child: paths that drop, an auxiliary tower.
cell Cell(width)(x) {
  nodes n[2] from x = sum([s |> choose { skip, conv_3 = relu_conv_bn(width, 3), pool = avg_pool(3) } for s in n])
  output n[-1]
}

cell Down(width)(x) = x |> factorized_reduce(width)

network Whole(C = 4)(image: [3, 16, 16]) {
  stem = image |> conv(C, 3) |> bn
  body = chain stem { Cell(C), Down(2 * C), Cell(2 * C) * 2 }
  output body |> global_avg_pool |> linear(10)
}

constraint params(Whole) <= 20K
constraint count(skip in Cell) <= 2

search darts { epochs = 3 }

train Whole(C: 8) {
  epochs    = 5
  drop_path = 0.1
  auxiliary = 0.3
}
