/// A convolution, batch normalization and ReLU.
op conv_bn_relu(filters, kernel, stride = 1)(x) = x |> conv(filters, kernel, stride) |> bn |> relu
