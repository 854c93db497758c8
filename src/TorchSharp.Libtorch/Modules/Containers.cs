using System.Collections;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new(Array.Empty<(string, Module<Tensor, Tensor>)>());

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                new(modules.ToArray());

            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other, named by position unless names are given.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> steps = [];

        protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
            : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules)
                append(name, module);
        }

        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
        {
            foreach (var module in modules)
                append(module);
        }

        public int Count => steps.Count;

        [IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => steps[index];

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(steps.Count.ToString(), module);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            if (module is not nn.Module submodule)
                throw new ArgumentException($"`{name}` is not a module");
            register_module(name, submodule);
            steps.Add(module);
            return this;
        }

        /// <summary>Runs the modules; the results between are disposed, the last one is the caller's.</summary>
        public override Tensor forward(Tensor tensor)
        {
            if (steps.Count == 0)
                return tensor.alias();
            using var scope = NewDisposeScope();
            var result = tensor;
            foreach (var step in steps)
                result = step.call(result);
            return scope.MoveToOuter(result);
        }

        /// <summary>The fields are this class's own business: only what was appended is registered.</summary>
        protected override void RegisterComponents()
        {
        }
    }

    /// <summary>A list of modules, each registered under its position.</summary>
    /// <remarks>They are registered when the list itself is, so fill it before that.</remarks>
    public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> list = [];
        private bool listed;

        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => list.AddRange(modules);

        public int Count => list.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => list[index];
            set => list[index] = value;
        }

        protected override void RegisterComponents()
        {
            if (listed)
                return;
            for (var i = 0; i < list.Count; i++)
                register_module($"{i}", list[i]);
            listed = true;
        }

        public void append(params T[] parameters) => list.AddRange(parameters);

        public void extend(IEnumerable<T> modules) => list.AddRange(modules);

        public void Add(T item) => list.Add(item);

        public void Insert(int index, T item) => list.Insert(index, item);

        public bool Remove(T item) => list.Remove(item);

        public void RemoveAt(int index) => list.RemoveAt(index);

        public void Clear() => list.Clear();

        public bool Contains(T item) => list.Contains(item);

        public int IndexOf(T item) => list.IndexOf(item);

        public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

        public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A list of parameters, each registered under its position.</summary>
    public class ParameterList : nn.Module, IList<Parameter>
    {
        private readonly List<Parameter> list = [];
        private bool listed;

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => list.AddRange(parameters);

        public int Count => list.Count;

        public bool IsReadOnly => false;

        public Parameter this[int index]
        {
            get => list[index];
            set => list[index] = value;
        }

        protected override void RegisterComponents()
        {
            if (listed)
                return;
            for (var i = 0; i < list.Count; i++)
                register_parameter($"{i}", list[i]);
            listed = true;
        }

        protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
        {
            base._toEpilog(dtype, device, non_blocking);
            for (var i = 0; i < list.Count; i++)
                list[i] = get_parameter($"{i}") ?? list[i];
        }

        public void append(params Parameter[] parameters) => list.AddRange(parameters);

        public void extend(IEnumerable<Parameter> parameters) => list.AddRange(parameters);

        public void Add(Parameter item) => list.Add(item);

        public void Insert(int index, Parameter item) => list.Insert(index, item);

        public bool Remove(Parameter item) => list.Remove(item);

        public void RemoveAt(int index) => list.RemoveAt(index);

        public void Clear() => list.Clear();

        public bool Contains(Parameter item) => list.Contains(item);

        public int IndexOf(Parameter item) => list.IndexOf(item);

        public void CopyTo(Parameter[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

        public IEnumerator<Parameter> GetEnumerator() => list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
