using System.Globalization;
using NasDsl.Text;

namespace NasDsl.Cli.Rendering;

/// <summary>The line format of MSBuild: `file(line,column,endLine,endColumn): error CODE: message`.</summary>
internal static class MsBuildRenderer
{
    public static string Line(ReportedDiagnostic reported)
    {
        var diagnostic = reported.Diagnostic;
        var origin = reported.Sources?.Of(diagnostic.Span) is { } source ? PlaceOf(source, diagnostic.Span) : "nasc";
        var help = diagnostic.Help is null ? "" : $" ({diagnostic.Help})";
        return $"{origin}: {reported.Severity} {diagnostic.Code}: {diagnostic.Message}{help}";
    }

    private static string PlaceOf(SourceText source, TextSpan span)
    {
        var region = Region.Of(source, span);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{source.FileName}({region.Line},{region.Column},{region.EndLine},{region.EndColumn})");
    }
}
