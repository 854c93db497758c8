/// Neural architecture search with reinforcement learning on CIFAR-10 (Zoph and Le, 2017).

/// Each layer reads any of the layers before it, or else the image; what no layer reads goes to the classifier. Smaller images
/// are padded with zeros. With `strides` = 1, the strides are chosen too.
network Cifar(depth = 6, strides = 0, size = 32)(image: [3, size, size]) {
  nodes n[depth] = (if i == 0 then image else choose { image, layers = pad_concat(choose 1..i of n) })
    |> conv(
      choose { 24, 36, 48, 64 },
      (choose { 1, 3, 5, 7 }, choose { 1, 3, 5, 7 }),
      stride: if strides == 1 then choose { 1, 2, 3 } else 1
    )
    |> bn |> relu
  output pad_concat(loose(n)) |> global_avg_pool |> linear(10)
}

search reinforce {
  controller = lstm(35, layers: 2)
  weights    = adam(lr: 6e-4)
  samples    = 12800
  epochs     = 50                        // reward: the cube of the best accuracy of the last 5
  deeper     = 2                         // layers more after each 1,600 samples
}

train Cifar {
  epochs  = 600
  batch   = 128
  weights = sgd(lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 1e-4)
  augment = [random_crop(pad: 4), flip]
}
