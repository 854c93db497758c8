using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using NasDsl.Parsing.Generated;

namespace NasDsl.Formatting;

/// <summary>Declarations and statements.</summary>
internal sealed partial class TreeFormatter
{
    /// <param name="constants">The column group of the constants of the file.</param>
    private Doc Declaration(NasParser.DeclarationContext context, int constants) => context switch
    {
        NasParser.ImportDeclarationContext c => c.AS() is { } alias
            ? Spaced(Token(c.IMPORT()), Token(c.STRING()), Token(alias), Name(c.identifier()))
            : Spaced(Token(c.IMPORT()), Token(c.STRING())),
        NasParser.ConstDeclarationContext c =>
            Doc.Of(Token(c.CONST()), Doc.Space, Assignment(Name(c.identifier()), c.ASSIGN(), c.expression(), constants)),
        NasParser.OpsetDeclarationContext c => Doc.Of(
            Token(c.OPSET()), Doc.Space, Name(c.identifier()), c.parameters() is { } p ? Parameters(p) : Doc.Empty, Doc.Space, Set(c.set())),
        NasParser.FunctionDeclarationContext c => Function(
            Token(c.Start), c.identifier(), c.parameterLists(), c.ASSIGN(), c.expression(), c.body()),
        NasParser.NetworkDeclarationContext c =>
            Function(Token(c.NETWORK()), c.identifier(), c.parameterLists(), null, null, c.body()),
        NasParser.ProgramDeclarationContext c => Function(
            Token(c.Start), c.identifier(), c.parameterLists(), c.ASSIGN(), c.expression(), c.body()),
        NasParser.ConstraintDeclarationContext c => Spaced(Token(c.CONSTRAINT()), Expression(c.expression())),
        NasParser.ObjectiveDeclarationContext c =>
            Spaced(Token(c.OBJECTIVE()), Listed([.. c.goal().Select(g => (g.Start, Goal(g)))], c.COMMA())),
        NasParser.SearchDeclarationContext c => Spaced(Token(c.SEARCH()), Name(c.identifier()), Settings(c.settings())),
        NasParser.TrainDeclarationContext c => Spaced(Token(c.TRAIN()), Expression(c.expression()), Settings(c.settings())),
        NasParser.ScaleDeclarationContext c =>
            Spaced(Token(c.SCALE()), Doc.Of(Name(c.identifier()), ParameterLists(c.parameterLists())), Settings(c.settings())),
        NasParser.CompressDeclarationContext c => Compress(c),
        _ => throw new InvalidOperationException($"no layout for {context.GetType().Name}"),
    };

    private static Doc Spaced(params ReadOnlySpan<Doc> parts)
    {
        var spaced = new List<Doc>();
        foreach (var part in parts)
        {
            if (spaced.Count > 0)
                spaced.Add(Doc.Space);
            spaced.Add(part);
        }

        return Doc.Of(spaced);
    }

    private Doc Name(NasParser.IdentifierContext context) => Token(context.Start);

    private Doc Goal(NasParser.GoalContext context) => (context.MAXIMIZE() ?? context.MINIMIZE()) is { } word
        ? Spaced(Token(word), Expression(context.expression()))
        : Expression(context.expression());

    private Doc Compress(NasParser.CompressDeclarationContext context)
    {
        var head = Spaced(Token(context.COMPRESS()), Name(context.identifier()));
        if (context.FROM() is { } from)
            head = Spaced(head, Token(from), Token(context.STRING()));
        var body = context.compression();
        var group = ++groups;
        var items = body.compressionItem().Select(item => item.setting() is { } setting
            ? new Item(item, () => Setting(setting, group), SeparatorOf(setting.separator()))
            : new Item(item, () => Spaced(Token(item.EACH()), Name(item.identifier()), Settings(item.settings())), null));
        return Spaced(head, Delimited(body.LBRACE().Symbol, [.. items], body.RBRACE().Symbol, isSpaced: true));
    }

    private Doc Function(
        Doc word,
        NasParser.IdentifierContext name,
        NasParser.ParameterListsContext lists,
        ITerminalNode? assign,
        NasParser.ExpressionContext? value,
        NasParser.BodyContext? body)
    {
        var head = Doc.Of(word, Doc.Space, Name(name), ParameterLists(lists));
        return body is not null ? Spaced(head, Body(body))
            : assign is not null && value is not null ? Assignment(head, assign, value, 0)
            : head;
    }

    private Doc ParameterLists(NasParser.ParameterListsContext context) => Doc.Of(context.parameters().Select(Parameters));

    private Doc Parameters(NasParser.ParametersContext context) => Delimited(
        context.LPAREN().Symbol, WithCommas(context.parameter(), context.COMMA(), Parameter), context.RPAREN().Symbol, isSpaced: false);

    private Doc Parameter(NasParser.ParameterContext context)
    {
        var parts = new List<Doc> { Name(context.identifier()) };
        if (context.shape() is { } shape)
            parts.AddRange([Token(context.COLON()), Doc.Space, Shape(shape)]);
        if (context.expression() is { } value)
            parts.AddRange([Doc.Space, Token(context.ASSIGN()), Doc.Space, Expression(value)]);
        return Doc.Of(parts);
    }

    private Doc Shape(NasParser.ShapeContext context)
    {
        var of = context.OF();
        var dimensions = of is null ? context.expression() : context.expression().SkipLast(1).ToArray();
        var list = Delimited(
            context.LBRACK().Symbol, WithCommas(dimensions, context.COMMA(), Expression), context.RBRACK().Symbol, isSpaced: false);
        return of is null ? list : Spaced(list, Token(of), Expression(context.expression()[^1]));
    }

    private Doc Body(NasParser.BodyContext context)
    {
        var group = ++groups;
        var items = context.statement().Select(s => new Item(s, () => Statement(s, group), SeparatorOf(s switch
        {
            NasParser.NodesStatementContext c => c.separator(),
            NasParser.OutputStatementContext c => c.separator(),
            NasParser.BindingStatementContext c => c.separator(),
            _ => null,
        })));
        return Delimited(context.LBRACE().Symbol, [.. items], context.RBRACE().Symbol, isSpaced: true);
    }

    private static IToken? SeparatorOf(NasParser.SeparatorContext? context) => context?.Start;

    private Doc Statement(NasParser.StatementContext context, int group) => context switch
    {
        NasParser.NodesStatementContext c => Nodes(c),
        NasParser.OutputStatementContext c =>
            Spaced(Token(c.OUTPUT()), Listed([.. c.outputItem().Select(o => (o.Start, OutputItem(o)))], c.COMMA())),
        NasParser.BindingStatementContext c => Assignment(Name(c.identifier()), c.ASSIGN(), c.expression(), group),
        _ => throw new InvalidOperationException($"no layout for {context.GetType().Name}"),
    };

    private Doc Nodes(NasParser.NodesStatementContext context)
    {
        var expressions = context.expression();
        var head = Doc.Of(
            Token(context.NODES()), Doc.Space, Name(context.identifier()), Token(context.LBRACK()), Expression(expressions[0]), Token(context.RBRACK()));
        if (context.FROM() is { } from)
            head = Spaced(head, Token(from), Expression(expressions[1]));
        return Assignment(head, context.ASSIGN(), expressions[^1], 0);
    }

    private Doc OutputItem(NasParser.OutputItemContext context) => context.identifier() is { } name
        ? Spaced(Name(name), Token(context.ASSIGN()), Expression(context.expression()))
        : Expression(context.expression());

    /// <summary>`a, b` without brackets.</summary>
    private Doc Listed(List<(IToken Start, Doc Part)> items, ITerminalNode[] commas)
    {
        var parts = items.Select((item, i) => (item.Start, i < commas.Length ? Doc.Of(item.Part, Token(commas[i])) : item.Part)).ToList();
        return Breakable(parts[0].Item2, parts[1..]);
    }

    private Doc Settings(NasParser.SettingsContext context)
    {
        var group = ++groups;
        return Delimited(
            context.LBRACE().Symbol,
            [.. context.setting().Select(s => new Item(s, () => Setting(s, group), SeparatorOf(s.separator())))],
            context.RBRACE().Symbol,
            isSpaced: true);
    }

    private Doc Setting(NasParser.SettingContext context, int group) =>
        Assignment(Name(context.identifier()), context.ASSIGN(), context.expression(), group);

    /// <summary>`name = value`; the value begins a line of its own where the author has it so.</summary>
    /// <param name="group">Whose `=` are in one column, or 0.</param>
    private Doc Assignment(Doc name, ITerminalNode assign, NasParser.ExpressionContext value, int group)
    {
        var left = group == 0 ? Doc.Of(name, Doc.Space) : Doc.Of(name, new Tab(group), Doc.Space);
        var right = Expression(value);
        return comments.BeginsLine(value.Start)
            ? Doc.Of(left, Token(assign), Doc.Indent(Doc.HardLine, right))
            : Doc.Of(left, Token(assign), Doc.Space, right);
    }
}
