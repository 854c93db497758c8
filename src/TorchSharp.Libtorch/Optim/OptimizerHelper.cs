using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimizer with options a group and a state a parameter.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private protected readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    public OptimizerHelper()
    {
    }

    public override IEnumerable<Parameter> parameters() => base.parameters();

    public override void add_param_group(ParamGroup param_group) => base.add_param_group(param_group);

    /// <summary>Sets the gradients to zero; they are not removed.</summary>
    public override void zero_grad()
    {
        foreach (var parameter in parameters())
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in groups)
        {
            dictionary.Options.Add(group.Options);
            var references = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                references.Add(dictionary.State.Count);
                dictionary.State.Add(states[parameter]);
            }
            dictionary.StateIndexRef.Add(references);
        }
        return dictionary;
    }

    /// <exception cref="ArgumentException">There are more or fewer groups or parameters.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var mine = this.state_dict();
        RequireCounts(mine, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < mine.Options.Count; i++)
            if (mine.Options[i] != state_dict.Options[i])
                mine.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < mine.State.Count; i++)
            if (mine.State[i] != state_dict.State[i])
                mine.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        using var stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var mine = state_dict();
        writer.Write(GetType().Name);
        writer.WriteLeb128(mine.Options.Count);
        writer.WriteLeb128(mine.State.Count);
        foreach (var options in mine.Options)
            options.SaveStateDict(writer);
        foreach (var state in mine.State)
            state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    /// <exception cref="InvalidDataException">Another kind of optimizer was saved.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var saved = reader.ReadString();
        if (saved != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{saved}' in the loaded stream.");
        var mine = state_dict();
        RequireCounts(mine, reader.ReadLeb128(), reader.ReadLeb128());
        foreach (var options in mine.Options)
            options.LoadStateDict(reader);
        foreach (var state in mine.State)
            state.LoadStateDict(reader);
    }

    public void to(Device device)
    {
        foreach (var state in states.Values)
            state.to(device);
    }

    /// <summary>Runs an update on every group, unrecorded and in a dispose scope of its own.</summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var recorded = enable_grad();
            loss = loss_closure();
        }
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in groups.OfType<T>())
            body(group);
        return loss;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var state in states.Values)
            (state as IDisposable)?.Dispose();
        states.Clear();
    }

    private protected void AddGroup<TState>(ParamGroup group, OptimizerOptions options, Func<Parameter, TState> create)
        where TState : OptimizerState
    {
        group.Options = options;
        options.InitialLearningRate = options.LearningRate ?? 0;
        groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = create(parameter);
            states[parameter] = state;
            state.Initialize(options);
        }
    }

    private static void RequireCounts(StateDictionary mine, long options, long states)
    {
        if (options != mine.Options.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (states != mine.State.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
    }
}

/// <summary>What may differ from group to group; null takes the optimizer's own.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate ?? InitialLearningRate);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }
}

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    private protected readonly Parameter parameter;

    protected OptimizerState(Parameter parameter) => this.parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        if (!reader.ReadBoolean())
        {
            result?.Dispose();
            result = null;
            return;
        }
        TensorExtensionMethods.Load(ref result, reader);
        result = result?.to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    private protected static Tensor ZerosLike(Tensor tensor) => zeros_like(tensor).DetachFromDisposeScope();

    /// <summary>Replaces a state's tensor by a copy of another on the parameter's device.</summary>
    private protected void Copy(ref Tensor? target, Tensor? source)
    {
        target?.Dispose();
        target = source?.to(parameter.device, copy: true).DetachFromDisposeScope();
    }

    private protected static void Move(ref Tensor? tensor, Device device) =>
        tensor = tensor?.to(device, disposeAfter: true).DetachFromDisposeScope();

    private protected static bool Near(Tensor? left, Tensor? right) =>
        left is null || (right is not null && left.allclose(right));
}

/// <summary>Parameters that share options.</summary>
public class ParamGroup : optim.ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public OptimizerOptions Options { get; set; } = new();

    public double LearningRate
    {
        get => Options.LearningRate ?? 0;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

/// <summary>Parameters that share options of one kind.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup()
    {
    }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters is List<Parameter> list ? list : parameters.ToList();
        if (options is not null)
            base.Options = options;
    }

    public new TOptions Options
    {
        get => base.Options as TOptions ?? throw new InvalidOperationException("the group has no options yet");
        set => base.Options = value;
    }
}
