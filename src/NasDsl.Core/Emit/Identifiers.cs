using System.Collections.Immutable;
using System.Text;

namespace NasDsl.Emit;

/// <summary>Makes C# names out of the program's names: `n[2].edge[p]` becomes `n2_edge_p`.</summary>
internal static class Identifiers
{
    private static readonly ImmutableHashSet<string> Keywords = Words("""
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double
        else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is
        lock long namespace new null object operator out override params private protected public readonly ref return sbyte
        sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe
        ushort using virtual void volatile while
        and async await dynamic field file from get global init nameof nint not notnull nuint or partial record required
        scoped select set unmanaged value var when where with yield
        """);

    /// <summary>Names that mean something else in a generated class: what it inherits, imports or declares itself.</summary>
    private static readonly ImmutableHashSet<string> Taken = Words("""
        Equals Finalize GetHashCode GetType MemberwiseClone ReferenceEquals ToString
        Module Dispose GetName RegisterComponents ClearModules ConditionallyRegisterBuffer ConditionallyRegisterParameter
        Create GetDefaultDeviceAndType ReplaceBuffer ReplaceParameter HType handle boxedModule boxedHandle
        add_module apply buffers call children cpu cuda eval forward get_buffer get_parameter has_buffer has_parameter load
        load_state_dict load_py modules name named_buffers named_children named_modules named_parameters parameters
        register_buffer register_module register_parameter register_forward_hook register_forward_pre_hook
        requires_grad requires_grad_ save save_state_dict save_py state_dict to train training zero_grad
        _named_buffers _named_parameters _parameters _to _toEpilog to_empty half bfloat16 type
        System TorchSharp Tensor Parameter Scalar Device ScalarType Linq torch nn functional optim
        Sequential ModuleList Identity Flatten Linear Dropout Conv2d MaxPool2d AvgPool2d AdaptiveAvgPool2d
        BatchNorm1d BatchNorm2d InstanceNorm2d LayerNorm GroupNorm
        ReLU ReLU6 Sigmoid Tanh SiLU GELU Hardswish Softplus Hardsigmoid ELU LeakyReLU ChannelShuffle InterpolationMode
        ReluConvBn ReluConv SepConv DilConv FactorizedReduce Zero DropFirst Binarize BinaryConv Scale Shift Lerp GaussDiff LaplaceDiff
        Recurrent TokenEmbedding TiedLinear LockedDropout
        Func List Dictionary IReadOnlyDictionary IReadOnlyList SortedDictionary StringComparer Enumerable Math
        Decision Lambda Lambda2 Lambda3 Lambda4 Lambda5 Lambda6 Then Then2 Then3 Then4 Then5 Then6
        Blend Blend2 Blend3 Blend4 Blend5 Blend6 SharedOp ElasticOp ElasticConv2d ElasticBatchNorm1d ElasticBatchNorm2d
        ElasticLinear Parts Sides Take Weigh Release elastic
        MixedOp MixedOp2 MixedOp3 MixedOp4 MixedOp5 MixedOp6 PathDropout Candidates
        Lanes Mixture SharedCandidate ConvolutionGradients DepthwiseConvolution SeparableConvolution ForwardMixed ForwardTaken IsTaken Weights
        DepthwiseConv2d LoweredSepConv LoweredDilConv
        Recomputed RecomputedCell recomputed Compute computed
        _ __ cat stack randn zeros zeros_like no_grad NewDisposeScope scope input op candidates weights decision decisions path
        dropPath DropPath Decisions Alphas Alpha Discretize ForwardWithFeatures Logits Features features first rest
        ForwardFrom Output States Array
        """);

    /// <summary>The name with all that C# does not allow taken out; not yet checked against other names.</summary>
    public static string Spell(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var joinsNumber = name[i] == '[' && i > 0 && i + 1 < name.Length
                && char.IsAsciiDigit(name[i + 1]) && char.IsAsciiLetter(name[i - 1]);
            if (name[i] != ']' && !joinsNumber)
                text.Append(IsAsciiWord(name[i]) ? name[i] : '_');
        }
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
            text.Insert(0, '_');
        return text.ToString();
    }

    public static bool IsReserved(string name) => Keywords.Contains(name) || Taken.Contains(name);

    /// <summary>`in_channels` becomes `inChannels`.</summary>
    public static string Camel(string name)
    {
        var words = Spell(name).Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0
            ? "_"
            : char.ToLowerInvariant(words[0][0]) + words[0][1..] + string.Concat(words.Skip(1).Select(Capital));
    }

    /// <summary>`enas_macro` becomes `EnasMacro`.</summary>
    public static string Pascal(string name)
    {
        var pascal = string.Concat(Spell(name).Split('_', StringSplitOptions.RemoveEmptyEntries).Select(Capital));
        return pascal.Length == 0 ? "Unnamed" : char.IsAsciiDigit(pascal[0]) ? "_" + pascal : pascal;
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static bool IsAsciiWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static ImmutableHashSet<string> Words(string words) =>
        [.. words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>The names of one scope: each asked for gets a C# name that nothing else in the scope has.</summary>
internal sealed class NameScope
{
    private readonly Func<string, bool> isForbidden;
    private readonly string suffix;
    private readonly Dictionary<string, string> given;
    private readonly HashSet<string> used;

    /// <param name="isForbidden">What no name of the scope may be, whatever number is put behind it.</param>
    /// <param name="suffix">Makes another word of a forbidden one.</param>
    public NameScope(Func<string, bool> isForbidden, string suffix = "_value")
    {
        (this.isForbidden, this.suffix) = (isForbidden, suffix);
        given = new Dictionary<string, string>(StringComparer.Ordinal);
        used = new HashSet<string>(StringComparer.Ordinal);
    }

    private NameScope(NameScope other)
    {
        (isForbidden, suffix) = (other.isForbidden, other.suffix);
        given = new Dictionary<string, string>(other.given, StringComparer.Ordinal);
        used = new HashSet<string>(other.used, StringComparer.Ordinal);
    }

    public NameScope Copy() => new(this);

    /// <summary>The C# name of the program's <paramref name="name"/>: the same at every call.</summary>
    public string Of(string name) => Of(name, name);

    /// <summary>The C# name of what <paramref name="key"/> stands for: the same at every call.</summary>
    public string Of(string key, string name)
    {
        if (!given.TryGetValue(key, out var identifier))
            given[key] = identifier = Fresh(Identifiers.Spell(name));
        return identifier;
    }

    /// <summary>A name like <paramref name="wanted"/> that is not in use yet.</summary>
    public string Fresh(string wanted)
    {
        // A field that begins with `alpha_` is an architecture weight.
        var stem = wanted.StartsWith("alpha_", StringComparison.Ordinal) ? "_" + wanted : wanted;
        stem = isForbidden(stem) ? stem + suffix : stem;
        var name = Identifiers.IsReserved(stem) ? stem + "_" : stem;
        for (var i = 2; Identifiers.IsReserved(name) || isForbidden(name) || !used.Add(name); i++)
            name = $"{stem}_{i}";
        return name;
    }
}
