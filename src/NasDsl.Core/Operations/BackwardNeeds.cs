namespace NasDsl.Operations;

/// <summary>What the backward pass of an operation reads of its forward pass, and what is kept in memory until then.</summary>
/// <param name="Input">It reads its inputs: a convolution.</param>
/// <param name="Output">It reads its output: a ReLU.</param>
/// <param name="Inside">
/// Values of one example kept beside those two, in units of 32 bits: results of steps inside, masks, indices of 64 bits twice.
/// </param>
public readonly record struct BackwardNeeds(bool Input, bool Output, long Inside = 0);
