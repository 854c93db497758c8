namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something that maps one value to a result.</summary>
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        /// <summary>Something that maps two values to a result.</summary>
        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>Something that maps three values to a result.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>Something that maps four values to a result.</summary>
        public interface IModule<T1, T2, T3, T4, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }

        public interface IModule<T1, T2, T3, T4, T5, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        public interface IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }

        /// <summary>A module around whose `forward` hooks run.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private protected readonly Dictionary<string, TPreHook> preHooks = [];
            private protected readonly Dictionary<string, TPostHook> postHooks = [];
            private protected readonly Dictionary<string, Action<Module>> modulePreHooks = [];
            private protected readonly Dictionary<string, Action<Module>> modulePostHooks = [];

            protected HookableModule(string name) : base(name)
            {
            }

            public HookRemover register_forward_hook(TPostHook hook) => Added(postHooks, hook);

            public HookRemover register_forward_pre_hook(TPreHook hook) => Added(preHooks, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Added(modulePostHooks, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Added(modulePreHooks, hook);

            private HookRemover Added<T>(Dictionary<string, T> hooks, T hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                preHooks.Remove(key);
                postHooks.Remove(key);
                modulePreHooks.Remove(key);
                modulePostHooks.Remove(key);
            }

            /// <summary>Undoes a registration.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove() => module.Remove(key);
            }
        }

        /// <summary>A module with one input. Implement `forward`; use `call`, which also runs the hooks.</summary>
        public abstract class Module<T, TResult> :
            HookableModule<Func<Module<T, TResult>, T, T>,
                Func<Module<T, TResult>, T, TResult, TResult>>,
            IModule<T, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                foreach (var hook in modulePreHooks.Values)
                    hook(this);
                foreach (var hook in preHooks.Values)
                    input = hook(this, input) is { } replaced ? replaced : input;
                var result = forward(input);
                foreach (var hook in postHooks.Values)
                    result = hook(this, input, result) is { } replaced ? replaced : result;
                foreach (var hook in modulePostHooks.Values)
                    hook(this);
                return result;
            }
        }

        /// <summary>A module with two inputs. Implement `forward`; use `call`, which also runs the hooks.</summary>
        public abstract class Module<T1, T2, TResult> :
            HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
            IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in modulePreHooks.Values)
                    hook(this);
                foreach (var hook in preHooks.Values)
                    if (hook(this, input1, input2) is { } replaced)
                        (input1, input2) = replaced;
                var result = forward(input1, input2);
                foreach (var hook in postHooks.Values)
                    result = hook(this, input1, input2, result) is { } replaced ? replaced : result;
                foreach (var hook in modulePostHooks.Values)
                    hook(this);
                return result;
            }
        }

        /// <summary>A module with three inputs. Implement `forward`; use `call`, which also runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, TResult> :
            HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>,
            IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in modulePreHooks.Values)
                    hook(this);
                foreach (var hook in preHooks.Values)
                    if (hook(this, input1, input2, input3) is { } replaced)
                        (input1, input2, input3) = replaced;
                var result = forward(input1, input2, input3);
                foreach (var hook in postHooks.Values)
                    result = hook(this, input1, input2, input3, result) is { } replaced ? replaced : result;
                foreach (var hook in modulePostHooks.Values)
                    hook(this);
                return result;
            }
        }

        /// <summary>A module with four inputs. Implement `forward`; use `call`, which also runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult> :
            HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>,
                Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>,
            IModule<T1, T2, T3, T4, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                foreach (var hook in modulePreHooks.Values)
                    hook(this);
                foreach (var hook in preHooks.Values)
                    if (hook(this, input1, input2, input3, input4) is { } replaced)
                        (input1, input2, input3, input4) = replaced;
                var result = forward(input1, input2, input3, input4);
                foreach (var hook in postHooks.Values)
                    result = hook(this, input1, input2, input3, input4, result) is { } replaced ? replaced : result;
                foreach (var hook in modulePostHooks.Values)
                    hook(this);
                return result;
            }
        }

        /// <summary>A module with five inputs. Implement `forward`; use `call`, which also runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult> :
            HookableModule<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>,
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>,
            IModule<T1, T2, T3, T4, T5, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                foreach (var hook in modulePreHooks.Values)
                    hook(this);
                foreach (var hook in preHooks.Values)
                    if (hook(this, input1, input2, input3, input4, input5) is { } replaced)
                        (input1, input2, input3, input4, input5) = replaced;
                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in postHooks.Values)
                    result = hook(this, input1, input2, input3, input4, input5, result) is { } replaced ? replaced : result;
                foreach (var hook in modulePostHooks.Values)
                    hook(this);
                return result;
            }
        }

        /// <summary>A module with six inputs. Implement `forward`; use `call`, which also runs the hooks.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult> :
            HookableModule<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>,
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>,
            IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                foreach (var hook in modulePreHooks.Values)
                    hook(this);
                foreach (var hook in preHooks.Values)
                    if (hook(this, input1, input2, input3, input4, input5, input6) is { } replaced)
                        (input1, input2, input3, input4, input5, input6) = replaced;
                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in postHooks.Values)
                    result = hook(this, input1, input2, input3, input4, input5, input6, result) is { } replaced ? replaced : result;
                foreach (var hook in modulePostHooks.Values)
                    hook(this);
                return result;
            }
        }
    }
}
