using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: it owns parameters, buffers and other modules, each under a name.</summary>
        public partial class Module : IDisposable
        {
            private const BindingFlags InstanceMembers = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

            private readonly OrderedDict<string, Module> submodules = new();
            private readonly OrderedDict<string, (Tensor Value, bool Persistent)> ownBuffers = new();
            private readonly OrderedDict<string, Parameter> ownParameters = new();
            private readonly string name;
            private bool registered;
            private bool isTraining = true;
            private bool disposed;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            public virtual bool training => isTraining;

            public virtual string GetName() => name;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes the module's parameters and buffers, and its submodules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || disposed)
                    return;
                disposed = true;
                foreach (var (_, (buffer, _)) in ownBuffers)
                    buffer.DetachFromDisposeScope().Dispose();
                foreach (var (_, parameter) in ownParameters)
                    parameter.DetachFromDisposeScope().Dispose();
                foreach (var child in children().ToList())
                    child.Dispose();
            }

            /// <summary>
            /// Registers what the instance fields hold: modules, parameters, and other tensors as buffers. A field's
            /// name, or its <see cref="ComponentNameAttribute"/>, becomes the component's.
            /// </summary>
            /// <remarks>Call it last in the constructor; properties, lists and arrays are not seen.</remarks>
            protected virtual void RegisterComponents()
            {
                if (registered)
                    return;
                foreach (var field in Fields(GetType()))
                {
                    var component = field.ComponentName();
                    if (submodules.ContainsKey(component) || ownParameters.ContainsKey(component) || ownBuffers.ContainsKey(component))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
                registered = true;
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null or { IsInvalid: true })
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (ownBuffers.ContainsKey(name))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                ownBuffers.Add(name, (tensor, persistent));
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null or { IsInvalid: true })
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (ownParameters.ContainsKey(name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                ownParameters.Add(name, param);
            }

            /// <summary>Registers a submodule; null removes the one of that name.</summary>
            public virtual void register_module(string name, Module? submodule)
            {
                if (submodule is null or { disposed: true })
                {
                    submodules.Remove(name);
                    return;
                }
                if (name.Contains('.'))
                    throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (name.Length == 0)
                    throw new ArgumentException("module name can't be empty string \"\"");
                if (submodules.ContainsKey(name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                submodules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            protected void ClearModules() => submodules.Clear();

            protected void ConditionallyRegisterParameter(string name, Tensor? value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers a parameter, replaces the one of that name, or removes it for null.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    ownParameters.Remove(name);
                else
                    ownParameters[name] = value;
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    ownBuffers.Remove(name);
                else
                    ownBuffers[name] = (value, persistent);
            }

            /// <summary>Puts a parameter in a module's field: the old one is disposed, the new one outlives its scope.</summary>
            private protected void Hold(ref Parameter? field, string name, Parameter? value)
            {
                if (ReferenceEquals(field, value))
                    return;
                field?.Dispose();
                field = value;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(name, value);
            }

            private protected void HoldBuffer(ref Tensor? field, string name, Tensor? value)
            {
                if (ReferenceEquals(field, value))
                    return;
                field?.Dispose();
                field = value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(name, value);
            }

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children())
                    child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void train(bool train = true)
            {
                isTraining = train;
                foreach (var child in children())
                    child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }
                    using var gradient = parameter.grad;
                    gradient?.zero_();
                }
            }

            /// <summary>The fields of a class, then those of its bases that it does not hide.</summary>
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                var seen = new HashSet<string>();
                for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
                    foreach (var field in level.GetFields(InstanceMembers))
                        if (seen.Add(field.Name))
                            yield return field;
            }
        }
    }
}
