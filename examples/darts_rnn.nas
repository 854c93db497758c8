/// DARTS on text: a recurrent cell for language modelling (Liu, Simonyan and Yang, 2019).
///
/// Each node takes one earlier state s and gives s + c * (f(s W) - s), where the gate c is sigmoid(s V): the choice is
/// of s and of f. The output is the mean of the eight nodes. Batch normalizations keep the states of the same size
/// during the search; the final network has none.

opset Functions {
  none     = State >> zero
  tanh     = Highway(tanh)
  relu     = Highway(relu)
  sigmoid  = Highway(sigmoid)
  identity = Highway(identity)
}

/// The first state: how much of the state `h` gives way to tanh of the input and `h`.
op Gate(hidden, f)(x, h) {
  c = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false)) |> sigmoid
  t = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false)) |> f
  output h + c * (t - h)
}

/// What an edge gives with the function `f`, from its state, its gate and the state times a matrix.
op Highway(f)(s, c, t) = s + c * ((t |> f) - s)

op State(s, c, t) = s

/// An edge: its weights serve each of its functions.
op Edge(hidden)(s) {
  c = s |> linear(hidden, bias: false) |> sigmoid
  t = s |> linear(hidden, bias: false)
  output (s, c, t) |> choose Functions
}

cell Recurrent(hidden, normalize)(x, h) {
  norm = if normalize then bn(affine: false) else identity
  s0   = (x, h) |> Gate(hidden, tanh) |> norm
  nodes n[8] = sum(choose 1 of [s |> Edge(hidden) for s in [s0, ..n]]) |> norm
  output mean(n)
}

network Ptb(hidden = 300, steps = 35, vocabulary = 10000, normalize = true)(tokens: [steps] of vocabulary) {
  e = tokens |> embedding(hidden)
  y = e |> locked_dropout(0.2) |> locked_dropout(0.75) |> recurrent(Recurrent(hidden, normalize))
  output y |> locked_dropout(0.75) |> tied_linear(e)
}

search darts {
  order   = 1
  epochs  = 50
  batch   = 256
  weights = sgd(lr: 20, weight_decay: 5e-7, clip: 0.25)
  alphas  = adam(lr: 3e-3, weight_decay: 1e-3)
}

train Ptb(hidden: 850, normalize: false) {
  epochs  = 3600
  batch   = 64
  weights = sgd(lr: 20, weight_decay: 8e-7, clip: 0.25)
}
