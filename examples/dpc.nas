/// A dense prediction cell for semantic segmentation (Chen, Collins, Zhu, Papandreou, Zoph, Schroff, Adam and Shlens, 2018): five branches
/// over the features of a backbone. Each takes the features or an earlier branch, through one of 81 operations: a 1 x 1 convolution, a
/// 3 x 3 separable one with a rate for height and one for width (8 x 8), or the means of a grid (4 x 4): 5! * 81^5, about 4.2 * 10^11
/// cells. Published: 82.7 % mIoU on Cityscapes; the branches of the best cell have 0.81 M weights and 6.84 G MACs over Xception, 0.36 M
/// and 3.00 G over MobileNetV2 (`channels` 320).

op atrous(filters)(x) {
  height = choose { 1, 3, 6, 9, 12, 15, 18, 21 }
  width  = choose { 1, 3, 6, 9, 12, 15, 18, 21 }
  output x |> atrous_sep_conv(filters, (height, width))
}

op pyramid(filters)(x) {
  height = choose { 1, 2, 4, 8 }
  width  = choose { 1, 2, 4, 8 }
  output x |> pyramid_pool(filters, (height, width))
}

op Branch(filters)(x) {
  output x |> choose { conv = conv_bn_relu(filters, 1), atrous(filters), pyramid(filters) }
}

/// The features are those of a 1025 x 2049 image, sixteen times smaller.
network Dpc(filters = 256, channels = 2048, height = 65, width = 129, classes = 19)(features: [channels, height, width]) {
  nodes b[5] = choose 1 of [features, ..b] |> Branch(filters)
  output concat(b) |> dropout(0.1) |> conv_bn_relu(filters, 1) |> conv(classes, 1, bias: true)
}

objective maximize accuracy

/// 28,000 cells: half of them random, half near the best so far.
search local {
  samples = 28000
}

train Dpc {
  epochs  = 90
  batch   = 16
  weights = sgd(lr: cosine(0.01), momentum: 0.9, weight_decay: 4e-5)
}
