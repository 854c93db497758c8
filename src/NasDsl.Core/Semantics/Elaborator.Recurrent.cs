using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Operations.Library;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Tokens, sequences, and what runs over them.</summary>
internal sealed partial class Elaborator
{
    private const int LargestVocabulary = 10_000_000;

    private static readonly ImmutableArray<string> RecurrentParameters = ["op", "hidden"];

    /// <summary>`[35] of 10000`.</summary>
    private Shape? TokenShape(ParameterSyntax input, ShapeSyntax syntax, Shape dimensions, ExpressionSyntax vocabulary, Scope scope)
    {
        if (StaticInteger(vocabulary, scope, CheckFrame(), "the number of tokens") is not { } size)
            return null;
        if (dimensions.Rank != 1)
            diagnostics.Add(Diagnose.BadInputShape(syntax.Span, input.Name.Text, "of token ids has more than the one dimension of its steps"));
        else if (size is < 2 or > LargestVocabulary)
            diagnostics.Add(Diagnose.OutOfRange(vocabulary.Span, "the number of tokens", $"between 2 and {LargestVocabulary}", $"{size}"));
        else
            return dimensions.OfTokens(size);
        return null;
    }

    private Value BindRecurrent(
        RecurrentValue recurrent, CallSyntax syntax, ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments)
    {
        if (Bound(RecurrentValue.Word, RecurrentParameters, BoundArguments.None, arguments) is not { } bound)
            return UnknownValue.Instance;
        if (!bound.Values.TryGetValue("op", out var operation))
            return Unknown(Diagnose.MissingArgument(syntax.Span, RecurrentValue.Word, "op"));
        if (operation.Value is UnknownValue)
            return operation.Value;
        if (operation.Value is not (OperationValue or ChosenValue))
            return Unknown(Diagnose.NotAnOperation(operation.Span, operation.Value.Description));
        if (InputCountOf(operation.Value) is { } count and not 2)
            return Unknown(Diagnose.WrongInputCount(operation.Span, NameOf(operation.Value), count, 2));
        return new RecurrentValue(
            operation.Value, bound.Values.TryGetValue("hidden", out var hidden) ? hidden : null, syntax.Span);
    }

    private RecurrentLayer? MakeRecurrent(RecurrentValue value, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        if (value.Body is not { } body)
        {
            diagnostics.Add(Diagnose.MissingArgument(value.Span, RecurrentValue.Word, "op"));
            return null;
        }

        if (inputs is not [{ IsFixed: true, Value: var input }] || input.IsTokens || !input.IsSequence)
        {
            diagnostics.Add(NotRunOver(value, inputs[0]) with { Label = Place(frame) });
            return null;
        }

        if (HiddenOf(value, input) is not { } hidden)
            return null;
        var state = new Shape(hidden);
        if (MakeLayer(body, [cases.Fixed(new Shape(input.Channels)), cases.Fixed(state)], frame) is not { } layer)
            return null;
        if (layer.Varies is not null || !layer.Output.Equals(state))
            diagnostics.Add(Diagnose.StateDiffers(value.Span, state, layer.Output) with { Label = Place(frame) });
        else if (!IsReasonable(layer, input.Steps))
            diagnostics.Add(Diagnose.TooLarge(value.Span, $"a sequence of {input.Steps} steps") with { Label = Place(frame) });
        else if (HasOneOutput(layer, value.Span))
            return new RecurrentLayer(layer, [input], new Shape(input.Steps, hidden));
        return null;
    }

    private static Diagnostic NotRunOver(RecurrentValue value, Cases<Shape> input) =>
        input.Leaves.FirstOrDefault(s => s.IsTokens) is { } tokens ? Diagnose.TokensNotEmbedded(value.Span, RecurrentValue.Word, tokens)
        : input.Leaves.FirstOrDefault(s => !s.IsSequence) is { } other ? Diagnose.NotASequence(value.Span, RecurrentValue.Word, other)
        : Diagnose.NotSupported(value.Span, "a sequence whose size depends on a choice");

    private static bool IsReasonable(Layer body, long steps)
    {
        const double mostMacs = 1e15;
        return (double)new CostModel().Of(body).Macs * steps <= mostMacs;
    }

    private long? HiddenOf(RecurrentValue value, Shape input)
    {
        if (value.Hidden is not var (given, span))
            return input.Channels;
        switch (given)
        {
            case UnknownValue:
                return null;
            case NumberValue { IsInteger: true, Number: >= 1 and <= Window.LargestFilters } number:
                return (long)number.Number;
            case NumberValue number:
                diagnostics.Add(Diagnose.OutOfRange(span, "hidden", $"a whole number between 1 and {Window.LargestFilters}", number.Text));
                return null;
            default:
                diagnostics.Add(Diagnose.WrongKind(span, "a whole number", given.Description));
                return null;
        }
    }

    /// <summary>`x |> tied_linear(e)`: a node of two tensors, what it decodes and what the embedding computed.</summary>
    private Value ApplyTied(CatalogValue value, TensorValue input, GraphBuilder graph, Frame frame, TextSpan span)
    {
        var (_, likes) = BindCatalog(value);
        if (likes is null || input.Shape is not { } given)
            return UnknownValue.Instance;
        if (!given.IsFixed)
            return Unknown(Diagnose.NotSupported(value.Span, "a sequence whose size depends on a choice"));
        // A tensor that came in as a static parameter has lent its shape only.
        if (value.Arguments.Values["embedding"].Value is not TensorValue tensor || graph.EmbeddingOf(tensor) is not var (id, embedding))
            return Unknown(Diagnose.NotTied(value.Arguments.Values["embedding"].Span, "this tensor comes from no `embedding` of this body") with
            {
                Label = Place(frame),
            });

        Spend(ref nodeBudget, 1);
        var arguments = ImmutableDictionary<string, ArgumentValue>.Empty.Add("vocabulary", embedding.Arguments["vocabulary"]);
        var call = new OperationCall(
            value.Operation, arguments, ImmutableDictionary<string, Shape>.Empty, [given.Value, embedding.Output], new OperationContext(), value.Span,
            d => diagnostics.Add(d with { Label = d.Label ?? Place(frame) }));
        if (value.Operation.Resolve(call) is not { } resolved)
            return UnknownValue.Instance;
        var hint = frame.Name.Length == 0 ? value.Name : $"{frame.Name}.{value.Name}";
        return graph.Add(
            hint, new OperationLayer(value.Operation, resolved.Arguments, call.Inputs, resolved.Output), [input.Id, id], span);
    }
}
