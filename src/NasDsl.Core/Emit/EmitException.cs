namespace NasDsl.Emit;

/// <summary>A network that cannot be written as a TorchSharp model; the message is for the user.</summary>
public sealed class EmitException(string message) : Exception(message);
