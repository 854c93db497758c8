using System.Text;

namespace NasDsl.Diagnostics;

/// <summary>The reference of all codes, docs/errors.md, from the same table as `nasc explain`.</summary>
public static class ErrorReference
{
    private static readonly (char Digit, string Title)[] Ranges =
    [
        ('1', "Syntax"),
        ('2', "Names and declarations"),
        ('3', "Values and shapes"),
        ('4', "Constraints, search and training"),
        ('5', "Not supported yet"),
        ('6', "Architecture files and genotypes"),
        ('7', "Data and training"),
        ('8', "Command line"),
        ('9', "Files and commands"),
    ];

    /// <summary>The whole page as Markdown, with `\n` line ends.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("# Errors and warnings\n\n");
        page.Append("<!-- Generated from the table in src/NasDsl.Core/Diagnostics; a test says how to renew it. -->\n\n");
        page.Append("A code never changes its meaning. `nasc explain NAS2003` prints the same on the terminal.\n");
        foreach (var (digit, title) in Ranges)
        {
            var descriptors = Descriptors.All.Where(d => d.Code[3] == digit).ToList();
            if (descriptors.Count == 0)
                continue;
            page.Append($"\n## {title}\n");
            foreach (var descriptor in descriptors)
                Append(page, descriptor);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, DiagnosticDescriptor descriptor)
    {
        page.Append($"\n### {descriptor.Code}: {descriptor.Title}\n\n");
        if (descriptor.Severity == Severity.Warning)
            page.Append("A warning.\n\n");
        page.Append($"{descriptor.Explanation}\n\n");
        page.Append($"Wrong:\n\n{Block(descriptor.Wrong)}\nRight:\n\n{Block(descriptor.Right)}");
    }

    private static string Block(string example) => $"```text\n{example}\n```\n";
}
