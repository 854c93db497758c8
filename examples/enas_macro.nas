/// ENAS, whole networks for CIFAR-10 (Pham, Guan, Zoph, Le and Dean, 2018).

opset Branches(width) {
  conv_3x3     = conv_bn_relu(width, 1) >> conv_bn_relu(width, 3)
  sep_conv_3x3 = conv_bn_relu(width, 1) >> depthwise(3) >> conv_bn_relu(width, 1)
  conv_5x5     = conv_bn_relu(width, 1) >> conv_bn_relu(width, 5)
  sep_conv_5x5 = conv_bn_relu(width, 1) >> depthwise(5) >> conv_bn_relu(width, 1)
  avg_pool_3x3 = conv_bn_relu(width, 1) >> avg_pool(3)
  max_pool_3x3 = conv_bn_relu(width, 1) >> max_pool(3)
}

/// A layer adds any of the layers before the one that it reads. After each third of the layers all of them are halved; the
/// final network also has `growth` times the filters then.
network Macro(F = 36, depth = 12, growth = 1, keep = 0.9, size = 32)(image: [3, size, size]) {
  third = depth / 3
  stem  = image |> conv(F, 3) |> bn
  nodes a[third] from stem = if i == 1
    then (stem |> choose Branches(F))
    else ((a[-1] |> choose Branches(F)) + sum(choose any of [a[j] for j in 0..i - 2]) |> bn)

  F2     = F * growth
  halves = [s |> factorized_reduce(F2) for s in a]
  nodes b[third] from halves[-1] = (b[-1] |> choose Branches(F2))
    + sum(choose any of [halves[j] for j in 0..third - 1, b[j] for j in 0..i - 2]) |> bn

  F3       = F2 * growth
  quarters = [s |> factorized_reduce(F3) for s in [halves[j] for j in 0..third - 1, ..b]]
  nodes c[third] from quarters[-1] = (c[-1] |> choose Branches(F3))
    + sum(choose any of [quarters[j] for j in 0..2 * third - 1, c[j] for j in 0..i - 2]) |> bn

  output c[-1] |> global_avg_pool |> dropout(1 - keep) |> linear(10)
}

search enas {
  epochs     = 310
  batch      = 128
  weights    = sgd(lr: cosine(0.05, 0.0005), momentum: 0.9, nesterov: true, weight_decay: 2.5e-4, clip: 5)
  controller = lstm(64, tanh: 1.5, op_tanh_reduce: 2.5)
  lr         = 0.001
  entropy    = 1e-4
  baseline   = 0.99
  steps      = 50                        // of the controller after each epoch, 20 networks each
  skips      = 0.4                       // wanted share of skip connections
}

// The architecture decides for each layer, so that the search and the final network must have the same depth; the released
// final one has 24 layers.
train Macro(F: 96, growth: 2, keep: 0.5) {
  epochs  = 310
  batch   = 100
  weights = sgd(lr: cosine(0.05, 0.001), momentum: 0.9, nesterov: true, weight_decay: 2e-4, clip: 5)
  augment = [random_crop(pad: 4), flip]
}
