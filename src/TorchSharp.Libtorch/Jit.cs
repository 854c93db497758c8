// The package's API has no annotations for null, and a script may take and return None.
#nullable disable annotations

using System.Collections.Concurrent;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>TorchScript.</summary>
    public static partial class jit
    {
        /// <summary>Compiles functions written in TorchScript, Python's subset that libtorch can run.</summary>
        /// <param name="script">
        /// One `def` or several, the last line ended, too; parameters without annotation are tensors.
        /// </param>
        /// <exception cref="ArgumentException">The script is empty.</exception>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">
        /// The script is wrong; the message tells where.
        /// </exception>
        public static CompilationUnit compile(string script)
        {
            ArgumentException.ThrowIfNullOrEmpty(script);
            return new CompilationUnit(Native.Check(Native.ts_script(script)));
        }

        /// <summary>Compiled functions. Several threads may call them at once.</summary>
        /// <remarks>
        /// They run on the caller's thread with its gradient mode, operator by operator as written: no call is slower or
        /// faster for what was called before. To be disposed only when no call is running.
        /// </remarks>
        public class CompilationUnit : IDisposable
        {
            private readonly ConcurrentDictionary<string, nint> functions = new();
            private nint handle;

            internal CompilationUnit(nint handle) => this.handle = handle;

            ~CompilationUnit() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (Interlocked.Exchange(ref handle, 0) is var released and not 0)
                    Native.ts_script_free(released);
            }

            /// <summary>Calls a function.</summary>
            /// <param name="objs">
            /// Tensors, numbers (`int`, `long`, `float`, `double`, <see cref="Scalar"/>), `bool`, or null for None. Their
            /// types must be the parameters': an integer is no `float`.
            /// </param>
            /// <returns>
            /// A <see cref="Tensor"/>, which the current dispose scope owns; a <see cref="Scalar"/> for a number; null for
            /// None.
            /// </returns>
            /// <exception cref="ArgumentException">An argument is of another type.</exception>
            /// <exception cref="ObjectDisposedException">The unit is disposed.</exception>
            /// <exception cref="System.Runtime.InteropServices.ExternalException">
            /// There is no such function, it takes other arguments, it fails, or it returns anything else.
            /// </exception>
            public object invoke(string name, params object[] objs)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                ArgumentNullException.ThrowIfNull(objs);
                ObjectDisposedException.ThrowIf(handle == 0, this);
                if (!functions.TryGetValue(name, out var function))
                    functions[name] = function = Native.Check(Native.ts_script_function(handle, name));
                var result = ScriptFunction.Call(function, objs);
                // The function is the unit's, and would go with it.
                GC.KeepAlive(this);
                return result;
            }

            /// <inheritdoc cref="invoke(string, object[])"/>
            /// <typeparam name="TResult">What the function returns: <see cref="Tensor"/> or <see cref="Scalar"/>.</typeparam>
            /// <exception cref="InvalidCastException">The function returned something else.</exception>
            public TResult invoke<TResult>(string name, params object[] inputs) => (TResult)invoke(name, inputs);

            /// <inheritdoc cref="invoke{TResult}(string, object[])"/>
            /// <typeparam name="T">The type of all arguments.</typeparam>
            public TResult invoke<T, TResult>(string name, params T[] inputs)
            {
                ArgumentNullException.ThrowIfNull(inputs);
                return (TResult)invoke(name, Array.ConvertAll(inputs, input => (object)input));
            }
        }
    }
}
