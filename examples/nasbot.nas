/// NASBOT: free graphs of layers on CIFAR-10 (Kandasamy, Neiswanger, Schneider, Poczos and Xing, 2018).

opset Layers {
  conv     = conv_bn_relu(choose { 8, 16, 32, 64, 128, 256, 512, 1024 }, choose { 3, 5, 7 })
  residual = residual(choose { 8, 16, 32, 64, 128, 256, 512, 1024 }, choose { 3, 5, 7 })
  max_pool = max_pool(2, 2)
  avg_pool = avg_pool(2, 2)
}

/// Two convolutions beside a shortcut that has channels of zeros, or none, to fit.
op residual(units, kernel)(x) = (x |> conv_bn_relu(units, kernel) |> conv_bn(units, kernel)) + (x |> pad_channels(units)) |> relu

/// A layer reads the channels of 1 to 5 layers before it, smaller images padded with zeros; the classifier reads what no layer
/// does. The widths are the published range from 8 to 1024 in powers of two, and `depth` goes up to 60 in the paper.
network Cifar(depth = 3, size = 32)(image: [3, size, size]) {
  stem = image |> conv_bn_relu(16, 3)
  nodes n[depth] from stem = pad_concat(choose 1..min(i, 5) of n) |> choose Layers
  output pad_concat(loose(n)) |> global_avg_pool |> linear(10)
}

search bayes {
  kernel      = otmann
  acquisition = evolution
  mutations   = 0.1                      // width of one layer or of many, wedge, remove; swap, branch and skip 0.2 each
  weights     = sgd(lr: 0.01)
}

train Cifar {
  epochs  = 300
  batch   = 128
  weights = sgd(lr: cosine(0.05), momentum: 0.9, weight_decay: 1e-4)
  augment = [random_crop(pad: 4), flip]
}
