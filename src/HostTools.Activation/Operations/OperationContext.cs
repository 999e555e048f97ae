using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What operations and their undoing work with during one transaction.</summary>
public sealed class OperationContext
{
    private static readonly TimeSpan s_afterHanging = TimeSpan.FromMinutes(1);

    internal OperationContext(Target target, ContentStore store, SyncGroup sync, IProcessRunner processes, string transaction, ApplyOptions options)
    {
        (Target, Store, Sync, Processes, Transaction, Options) = (target, store, sync, processes, transaction, options);
    }

    /// <summary>What is changed.</summary>
    public Target Target { get; }

    /// <summary>Runs programs.</summary>
    public IProcessRunner Processes { get; }

    /// <summary>Name of the transaction, 32 hexadecimal digits.</summary>
    public string Transaction { get; }

    /// <summary>How the plan is applied.</summary>
    public ApplyOptions Options { get; }

    /// <summary>Things worth knowing that do not stop the transaction.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>How long a command may run; less than the options say for one that already came to no end.</summary>
    public TimeSpan CommandLimit => HasHung && Options.TriggerTimeout > s_afterHanging ? s_afterHanging : Options.TriggerTimeout;

    internal bool HasHung { get; set; }

    /// <summary>An earlier process may have done some of the work already.</summary>
    public bool IsResumed { get; internal set; }

    /// <summary>Says what a long step is at; the words replace those of the step until the next one.</summary>
    public void Tell(string text) => Telling?.Invoke(text);

    /// <summary>Where <see cref="Tell"/> goes during a step.</summary>
    internal Action<string>? Telling { get; set; }

    internal ContentStore Store { get; }

    /// <summary>Content that may hold secrets.</summary>
    internal PrivateStore Private => new(Target);

    internal SyncGroup Sync { get; }

    private readonly List<string> _notes = [];

    /// <summary>Adds something worth knowing.</summary>
    public void Note(string text) => _notes.Add(text);
}
