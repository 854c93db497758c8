namespace NasDsl.Torch;

/// <summary>One tensor of a safetensors file: little-endian elements in row-major order.</summary>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, byte[] Data);
