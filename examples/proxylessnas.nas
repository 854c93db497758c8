/// ProxylessNAS on ImageNet (Cai, Zhu and Han, 2019): a layer is an inverted bottleneck of kernel 3, 5 or 7 and expansion 3 or 6, or, where
/// the input can stand for it, nothing at all. The winners have the widths of their hardware. Published: GPU 75.1 % top-1 in 5.1 ms;
/// mobile 74.6 % in 78 ms; weights of the released networks 7,119,848 (GPU), 4,080,512 (mobile) and 4,361,648 (CPU).

opset Candidates(filters, stride) {
  k3_e3 = mb_conv(filters, 3, stride, expand: 3)
  k3_e6 = mb_conv(filters, 3, stride, expand: 6)
  k5_e3 = mb_conv(filters, 5, stride, expand: 3)
  k5_e6 = mb_conv(filters, 5, stride, expand: 6)
  k7_e3 = mb_conv(filters, 7, stride, expand: 3)
  k7_e6 = mb_conv(filters, 7, stride, expand: 6)
}

op First(filters, stride)(x) { output x |> choose Candidates(filters, stride) }

op Further(filters)(x) { output x |> choose { ..Candidates(filters, 1), skip = identity } }

/// Filters of the stem, the first layer, the six stages and the last convolution: as searched, and of the published winners.
const WIDTHS = [
  [32, 16, 24, 40,  80,  96, 192, 320, 1280],  // 0: the search
  [32, 16, 32, 40,  80,  96, 192, 320, 1280],  // 1: mobile
  [40, 24, 32, 56, 112, 128, 256, 432, 1728],  // 2: GPU
  [40, 24, 32, 48,  88, 104, 216, 360, 1432],  // 3: CPU
]

network ProxylessNAS(device = 0, width = 1.0, layers = 4, size = 224, classes = 1000)(image: [3, size, size]) {
  w    = [round_channels(w * width) for w in WIDTHS[device]]
  stem = image |> conv_bn_act(w[0], 3, 2, relu6) |> mb_conv(w[1], 3, expand: 1)
  body = chain stem {
    First(w[2], 2), Further(w[2]) * (layers - 1)
    First(w[3], 2), Further(w[3]) * (layers - 1)
    First(w[4], 2), Further(w[4]) * (layers - 1)
    First(w[5], 1), Further(w[5]) * (layers - 1)
    First(w[6], 2), Further(w[6]) * (layers - 1)
    First(w[7], 1)
  }
  output body |> conv_bn_act(w[8], 1, act: relu6) |> global_avg_pool |> linear(classes)
}

objective maximize accuracy * (latency("pixel1.csv") / 80ms) ^ -0.07

/// 120 epochs of search with binarized paths, after 40 of warm-up; the alphas take a step every five steps of the weights.
search proxylessnas {
  epochs  = 120
  warm_up = 40
  batch   = 256
  every   = 5
  weights = sgd(lr: cosine(0.025), momentum: 0.9, nesterov: true, weight_decay: 4e-5)
  alphas  = adam(lr: 1e-3, betas: (0, 0.999))
}

train ProxylessNAS(device: 1) {
  epochs          = 300
  batch           = 256
  weights         = sgd(lr: cosine(0.05), momentum: 0.9, weight_decay: 4e-5)
  label_smoothing = 0.1
}
