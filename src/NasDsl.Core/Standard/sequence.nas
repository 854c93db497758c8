/// What a recurrent cell begins with: a gate of the input and the state decides, feature by feature, how much of the
/// state gives way to `f` of both (recurrent highway networks; ENAS and DARTS begin their cells so).
op gate(hidden, f)(x, h) {
  c = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false)) |> sigmoid
  t = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false)) |> f
  output h + c * (t - h)
}

/// A node of a recurrent cell: a gate of `s` decides, feature by feature, how much of `s` gives way to `f` of it.
op highway(hidden, f)(s) {
  c = s |> linear(hidden, bias: false) |> sigmoid
  t = s |> linear(hidden, bias: false) |> f
  output s + c * (t - s)
}
