namespace NasDsl.Torch;

/// <summary>What a token of a text is.</summary>
public enum TextLevel
{
    /// <summary>What white space separates; the end of a line is a token too, unless the line is empty.</summary>
    Words,

    /// <summary>Every character, line ends included.</summary>
    Characters,
}
