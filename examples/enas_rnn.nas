/// ENAS on text: a recurrent cell of twelve nodes (Pham, Guan, Zoph, Le and Dean, 2018).
///
/// Each node takes one earlier node s and one function f and gives s + c * (f(s W) - s) with the gate c = sigmoid(s V),
/// where each pair of nodes has matrices of its own. The first node does so with the input and the last state.

opset Functions { tanh = Highway(tanh), relu = Highway(relu), identity = Highway(identity), sigmoid = Highway(sigmoid) }

/// How much of `s` gives way to the function `f` of `t`: as much as the gate `c` says.
op Highway(f)(s, c, t) = s + c * ((t |> f) - s)

op First(hidden)(x, h) {
  c = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false)) |> sigmoid
  t = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false))
  output (h, c, t) |> choose Functions
}

/// An edge: its weights serve each of its functions.
op Edge(hidden)(s) {
  c = s |> linear(hidden, bias: false) |> sigmoid
  t = s |> linear(hidden, bias: false)
  output (s, c, t) |> choose Functions
}

/// The output is the mean of the nodes that no other one uses.
cell Recurrent(hidden)(x, h) {
  first = (x, h) |> First(hidden)
  nodes n[11] from first = choose 1 of [s |> Edge(hidden) for s in n]
  output mean(loose(n))
}

network Ptb(hidden = 1000, steps = 35, vocabulary = 10000)(tokens: [steps] of vocabulary) {
  e = tokens |> embedding(hidden)
  y = e |> locked_dropout(0.2) |> recurrent(Recurrent(hidden)) |> locked_dropout(0.5)
  output y |> tied_linear(e)
}

train Ptb {
  epochs  = 2000
  batch   = 64
  weights = sgd(lr: 20, weight_decay: 8e-7, clip: 0.25)
}
