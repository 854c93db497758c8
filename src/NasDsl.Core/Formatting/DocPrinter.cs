namespace NasDsl.Formatting;

/// <summary>Decides which lines of a document are broken, so that what fits on a line stays on it.</summary>
internal sealed class DocPrinter(int width)
{
    private const int IndentSize = 2;

    private readonly List<PrintedLine> lines = [];
    private readonly Stack<Command> pending = new();
    private PrintedLine current = new(0);
    private int column;
    private bool isFresh = true;

    public static List<PrintedLine> Print(Doc document, int width)
    {
        var printer = new DocPrinter(width);
        printer.Run(document);
        return printer.lines;
    }

    private void Run(Doc document)
    {
        pending.Push(new Command(0, false, document));
        while (pending.TryPop(out var command))
            Print(command);
        lines.Add(current);
    }

    private void Print(Command command)
    {
        switch (command.Doc)
        {
            case Concat concat:
                for (var i = concat.Parts.Length - 1; i >= 0; i--)
                    pending.Push(command with { Doc = concat.Parts[i] });
                break;
            case Nest nest:
                pending.Push(command with { Indentation = command.Indentation + IndentSize, Doc = nest.Content });
                break;
            case Group group:
                var inside = command with { IsFlat = false, Doc = group.Content };
                var flat = inside with { IsFlat = true };
                pending.Push(!group.IsBroken && (command.IsFlat || Fits(flat)) ? flat : inside);
                break;
            case Fill fill:
                PrintFill(fill, command);
                break;
            case FillStep step:
                var before = command with { Doc = step.Before };
                var part = command with { Doc = step.Part };
                var isFlat = command.IsFlat || Fits(part with { IsFlat = true }, before with { IsFlat = true });
                pending.Push(part);
                pending.Push(before with { IsFlat = isFlat });
                break;
            case Line line:
                PrintLine(line, command);
                break;
            default:
                PrintText(command);
                break;
        }
    }

    private void PrintText(Command command)
    {
        switch (command.Doc)
        {
            case Text text:
                Add(new Piece(text.Content), command.Indentation);
                break;
            case Word word:
                Add(new Piece(word.Content, Word: word) { Pad = PadOf(word) }, command.Indentation);
                break;
            case Tab tab:
                Add(new Piece("", tab.Group), command.Indentation);
                break;
            case LineSuffix suffix:
                Begin(command.Indentation);
                current.Suffixes.Add(suffix.Content);
                break;
            case CommentLine comment:
                Add(new Piece(comment.Content), command.Indentation);
                current.IsComment = true;
                break;
        }
    }

    /// <summary>Spaces in the source beyond those that the document has.</summary>
    private int PadOf(Word word)
    {
        if (word.Row == 0 || isFresh)
            return 0;
        var written = current.Pieces[^1].Text;
        return Math.Max(0, word.Gap - (written.Length - written.TrimEnd(' ').Length));
    }

    private void Add(Piece piece, int indentation)
    {
        if (isFresh && piece.Text == " ")
            return;
        Begin(indentation);
        current.Pieces.Add(piece);
        // Padding is none of the layout's business: it may be taken back.
        column += piece.Text.Length;
    }

    private void Begin(int indentation)
    {
        if (!isFresh)
            return;
        current = new PrintedLine(indentation);
        column = indentation;
        isFresh = false;
    }

    private void PrintLine(Line line, Command command)
    {
        switch (line.Kind)
        {
            case LineKind.Space when command.IsFlat:
                Add(new Piece(" "), command.Indentation);
                break;
            case LineKind.Nothing when command.IsFlat:
                break;
            case LineKind.Fresh when isFresh:
                break;
            default:
                EndLine();
                if (line.Kind == LineKind.Blank)
                    lines.Add(new PrintedLine(0));
                break;
        }
    }

    private void EndLine()
    {
        if (!isFresh)
            lines.Add(current);
        current = new PrintedLine(0);
        isFresh = true;
        column = 0;
    }

    private void PrintFill(Fill fill, Command command)
    {
        for (var i = fill.Rest.Length - 1; i >= 0; i--)
            pending.Push(command with { Doc = new FillStep(fill.Rest[i].Line, fill.Rest[i].Part) });
        pending.Push(command with { Doc = fill.First });
    }

    /// <summary>Whether the commands, all of the rest of the line included, fit on the line.</summary>
    private bool Fits(params ReadOnlySpan<Command> first)
    {
        var left = width - (isFresh ? 0 : column);
        using var rest = ((IEnumerable<Command>)pending).GetEnumerator();
        var stack = new Stack<Command>(first.ToArray());
        while (left >= 0)
        {
            if (!stack.TryPop(out var command))
            {
                if (!rest.MoveNext())
                    return true;
                command = rest.Current;
            }

            if (Ends(command, stack, ref left))
                return left >= 0;
        }

        return false;
    }

    /// <summary>Takes one command's width; true where the line ends.</summary>
    private static bool Ends(Command command, Stack<Command> stack, ref int left)
    {
        switch (command.Doc)
        {
            case Text text:
                left -= text.Content.Length;
                break;
            case Word word:
                left -= word.Content.Length;
                break;
            case Concat concat:
                for (var i = concat.Parts.Length - 1; i >= 0; i--)
                    stack.Push(command with { Doc = concat.Parts[i] });
                break;
            case Nest nest:
                stack.Push(command with { Doc = nest.Content });
                break;
            case Group group:
                stack.Push(command with { Doc = group.Content, IsFlat = command.IsFlat && !group.IsBroken });
                break;
            case Fill fill:
                for (var i = fill.Rest.Length - 1; i >= 0; i--)
                    stack.Push(command with { Doc = Doc.Of(fill.Rest[i].Line, fill.Rest[i].Part) });
                stack.Push(command with { Doc = fill.First });
                break;
            case FillStep step:
                stack.Push(command with { Doc = Doc.Of(step.Before, step.Part) });
                break;
            case Line { Kind: LineKind.Space } when command.IsFlat:
                left--;
                break;
            case Line { Kind: LineKind.Nothing } when command.IsFlat:
                break;
            case Line:
                return true;
        }

        return false;
    }

    /// <summary>A part of a <see cref="Fill"/>.</summary>
    private sealed record FillStep(Doc Before, Doc Part) : Doc;

    private readonly record struct Command(int Indentation, bool IsFlat, Doc Doc);
}
