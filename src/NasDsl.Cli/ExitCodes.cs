namespace NasDsl.Cli;

/// <summary>What a run of `nasc` returns to the shell.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Errors in what the user gave: a program, an architecture, data, a folder that cannot be written.</summary>
    public const int Errors = 1;

    /// <summary>`nasc arch diff` found differences, as `diff` returns it; what it wrote tells it from an error.</summary>
    public const int Different = 1;

    /// <summary>A command line that means nothing.</summary>
    public const int Usage = 2;

    /// <summary>A fault of the compiler.</summary>
    public const int Internal = 70;

    /// <summary>Stopped by Ctrl-C; what was found until then is kept.</summary>
    public const int Interrupted = 130;
}
