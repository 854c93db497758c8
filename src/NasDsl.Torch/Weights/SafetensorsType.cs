namespace NasDsl.Torch;

/// <summary>The element types of a safetensors file; the names are the format's own.</summary>
public enum SafetensorsType
{
    BOOL, U8, I8, I16, I32, I64, F16, BF16, F32, F64,
}

/// <summary>Sizes of the element types.</summary>
public static class SafetensorsTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this SafetensorsType type) => type switch
    {
        SafetensorsType.BOOL or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };
}
