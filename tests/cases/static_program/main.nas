/// Everything static is computed by the compiler: nothing of it is left in the C#.
const WIDTHS = [4, 8]
const DEEP = WIDTHS[-1] > 6

op Residual(f)(x) = x + f(x)

network Static(depth = 2)(x: [3, 9, 9]) {
  stem = x |> conv(WIDTHS[0], 3, stride: if DEEP then 2 else 1)
  nodes n[depth] from stem = n[-1] |> if i mod 2 == 1 then Residual(relu >> conv(4, 3)) else max_pool(3) >> bn
  output concat([m |> relu for m in n]) |> flatten |> linear(10)
}
