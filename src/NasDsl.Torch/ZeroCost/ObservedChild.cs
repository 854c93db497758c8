using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>
/// A generated child, compiled so that it can be observed: where the code runs a module's <c>forward</c>, this one calls the module, which
/// runs hooks too; and its rectified linear functions can be listened to. It computes the same.
/// </summary>
public sealed class ObservedChild
{
    private const string ProbeClass = "RectifierProbe", ProbeField = "Observe";

    private const string Probe = $$"""
        internal static class {{ProbeClass}}
        {
            public static System.Action<TorchSharp.torch.Tensor>? {{ProbeField}};

            public static TorchSharp.torch.Tensor relu(TorchSharp.torch.Tensor x)
            {
                {{ProbeField}}?.Invoke(x);
                return TorchSharp.torch.nn.functional.relu(x);
            }

            public static TorchSharp.torch.Tensor relu6(TorchSharp.torch.Tensor x)
            {
                {{ProbeField}}?.Invoke(x);
                return TorchSharp.torch.nn.functional.relu6(x);
            }
        }
        """;

    private readonly Type network;
    private readonly System.Reflection.FieldInfo observe;

    /// <param name="source">what the compiler wrote for the child.</param>
    /// <param name="className">the class, with or without its namespace.</param>
    /// <exception cref="GeneratedCodeException">the source does not compile, or has no such class</exception>
    public ObservedChild(string source, string className)
    {
        var tree = new Observing().Visit(CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot());
        var assembly = GeneratedAssembly.Compile([$"#nullable enable\n{tree.ToFullString()}", $"#nullable enable\n{Probe}"], className);
        network = assembly.Find(className) ?? throw Lacks(className);
        observe = assembly.Find(ProbeClass)?.GetField(ProbeField) ?? throw Lacks(ProbeClass);
    }

    /// <summary>A new network with weights that follow from the seed, in training mode.</summary>
    public ObservedNetwork Create(long seed)
    {
        manual_seed(seed);
        return new ObservedNetwork(
            Activator.CreateInstance(network) as Module<Tensor, Tensor> ?? throw Lacks(network.Name),
            listener => observe.SetValue(null, listener));
    }

    private static GeneratedCodeException Lacks(string name) => new($"the generated code lacks the class `{name}`", []);

    private sealed class Observing : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
        {
            var visited = base.VisitMemberAccessExpression(node);
            if (visited is not MemberAccessExpressionSyntax access || node.Parent is not InvocationExpressionSyntax call || call.Expression != node)
                return visited;
            return access.Name.Identifier.Text switch
            {
                "forward" when access.Expression is not BaseExpressionSyntax => access.WithName(SyntaxFactory.IdentifierName("call")),
                "relu" or "relu6" when access.Expression is IdentifierNameSyntax { Identifier.Text: "functional" } =>
                    access.WithExpression(SyntaxFactory.IdentifierName(ProbeClass)),
                _ => visited,
            };
        }
    }
}
