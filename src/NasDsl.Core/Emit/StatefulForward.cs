namespace NasDsl.Emit;

/// <summary>
/// A second `forward` for networks with recurrent layers, which takes and gives their states: truncated back-propagation
/// carries these from one window of a text to the next.
/// </summary>
internal static class StatefulForward
{
    public static bool IsWritten(ModelFile file, ClassTemplate network) =>
        file.Context.Helpers.All.Contains(HelperClasses.Recurrent) && network.Inputs.Length == 1 && network.OutputCount == 1;

    public static void Write(CodeWriter writer) => writer.Lines("""

        /// <summary>
        /// Like `forward`, but each recurrent layer begins with the state given for it, or with zeros where there are none.
        /// The last states, returned too, are cut off from the gradients and belong to no dispose scope.
        /// </summary>
        public (Tensor Output, Tensor[] States) ForwardFrom(Tensor input, Tensor[]? states)
        {
            var layers = modules().OfType<Recurrent>().ToArray();
            for (var i = 0; i < layers.Length; i++)
                layers[i].Begin(states?[i]);
            var output = forward(input);
            return (output, Array.ConvertAll(layers, layer => layer.End()));
        }
        """);
}
