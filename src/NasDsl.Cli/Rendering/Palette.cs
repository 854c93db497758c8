namespace NasDsl.Cli.Rendering;

/// <summary>The escape sequences that colour a diagnostic; all empty where there are no colours.</summary>
internal sealed record Palette(string Error, string Warning, string Gutter, string Strong, string Reset)
{
    public static Palette Plain { get; } = new("", "", "", "", "");

    public static Palette Colored { get; } = new("\e[1;31m", "\e[1;33m", "\e[1;34m", "\e[1m", "\e[0m");
}
