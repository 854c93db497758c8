/// NAS-FPN for object detection (Ghiasi, Lin, Pang and Le, 2019): a pyramid of features P3 to P7 is merged by a cell, stacked seven times
/// with the same decisions. The cell makes seven features. Each merges two earlier ones at a level of its own, by their sum or by
/// attention; the last five have one level each, in a chosen order, and are the next pyramid. Published: 48.3 AP on COCO.
///
/// Attention adds to the first feature the second one, scaled by a gate from the first: the order of the two decides which is the gate. In
/// the published code it is the coarser one. What the published code adds besides, to each new feature the earlier ones of its level that
/// nothing has used so far, is not part of this program: which ones those are follows from the fourteen inputs and the levels of all merges
/// together, more cases than the compiler can check the shapes of.

op Attention(a, b) {
  gate = a |> global_max_pool |> sigmoid
  output a + scale_channels(b, gate)
}

/// Two features at the size of `like`: up by repeating pixels, down by max pooling.
op Merge(like, filters)(a, b) {
  x     = a |> resize(like)
  y     = b |> resize(like)
  merge = choose { sum = add, attention = Attention }
  output (x, y) |> merge |> relu |> conv_bn(filters, 3)
}

cell Pyramid(filters)(p3, p4, p5, p6, p7) {
  p      = [p3, p4, p5, p6, p7]
  levels = choose order of [0, 1, 2, 3, 4]  // of the last five merges, counted from P3
  nodes n[7] = (choose 1 of [..p, ..n], choose 1 of [..p, ..n]) |> Merge(p[if i < 2 then choose 0..4 else levels[i - 2]], filters)
  out = [
    if levels[0] == l then n[2] else if levels[1] == l then n[3] else if levels[2] == l then n[4] else if levels[3] == l then n[5] else n[6]
    for l in 0..4
  ]
  output p3 = out[0], p4 = out[1], p5 = out[2], p6 = out[3], p7 = out[4]
}

/// `c3` to `c5` are the features of a backbone at strides 8, 16 and 32, here ResNet-50's for images of 1024 x 1024 pixels.
network NasFpn(filters = 256, size = 128, channels = 512)(
  c3: [channels, size, size], c4: [2 * channels, size / 2, size / 2], c5: [4 * channels, size / 4, size / 4]
) {
  p3 = c3 |> conv_bn(filters, 1)
  p4 = c4 |> conv_bn(filters, 1)
  p5 = c5 |> conv_bn(filters, 1)
  p6 = p5 |> max_pool(2, 2)
  p7 = p6 |> max_pool(2, 2)
  a  = (p3, p4, p5, p6, p7) |> Pyramid(filters)
  b  = (a.p3, a.p4, a.p5, a.p6, a.p7) |> Pyramid(filters)
  c  = (b.p3, b.p4, b.p5, b.p6, b.p7) |> Pyramid(filters)
  d  = (c.p3, c.p4, c.p5, c.p6, c.p7) |> Pyramid(filters)
  e  = (d.p3, d.p4, d.p5, d.p6, d.p7) |> Pyramid(filters)
  f  = (e.p3, e.p4, e.p5, e.p6, e.p7) |> Pyramid(filters)
  g  = (f.p3, f.p4, f.p5, f.p6, f.p7) |> Pyramid(filters)
  output p3 = g.p3, p4 = g.p4, p5 = g.p5, p6 = g.p6, p7 = g.p7
}

objective maximize accuracy

/// 8,000 pyramids, each trained for 10 epochs with a small backbone.
search ppo {
  samples = 8000
  epochs  = 10
}

/// Of a detector with a ResNet-50 on images of 1024 x 1024 pixels, the pyramid alone.
train NasFpn {
  epochs  = 50
  batch   = 64
  weights = sgd(lr: cosine(0.08), momentum: 0.9, weight_decay: 1e-4)
}
