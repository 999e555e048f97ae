using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What resources are applied to, and where the record of it is kept.</summary>
/// <remarks>Making one touches nothing: neither the folder nor its state has to exist yet.</remarks>
public sealed class Target
{
    /// <summary>Where a folder target keeps its state, as a path inside it.</summary>
    public const string StatePath = "/var/lib/hosttools";

    private Target(TargetIdentity identity, Root root, Root state, string stateDirectory, bool isStateInside)
    {
        (Identity, Root, State, StateDirectory, IsStateInside) = (identity, root, state, stateDirectory, isStateInside);
    }

    /// <summary>A directory, for example the root file system of an image; nothing outside it is written, except a state directory given here.</summary>
    /// <param name="root">The folder; made by the first apply when it is absent.</param>
    /// <param name="stateDirectory">Where generations, store and journal go; null keeps them inside the folder.</param>
    public static Target Folder(string root, string? stateDirectory = null)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var folder = Root.At(path);
        Root state = stateDirectory is null ? folder.Below(StatePath) : Root.At(Path.GetFullPath(stateDirectory));
        string shown = stateDirectory is null ? Path.Join(path, StatePath) : Path.GetFullPath(stateDirectory);
        return new Target(new TargetIdentity(TargetKind.Folder, MachineId.Read(), path), folder, state, shown, stateDirectory is null);
    }

    /// <summary>Says which target this is; a plan made for one is refused by another.</summary>
    public TargetIdentity Identity { get; }

    /// <summary>Sort of target.</summary>
    public TargetKind Kind => Identity.Kind;

    /// <summary>Whom the resources of this target belong to.</summary>
    public Scope Scope { get; init; } = Scope.Machine;

    /// <summary>Every path of a resource goes through this.</summary>
    public Root Root { get; }

    /// <summary>Absolute path of the state directory on the machine that runs us.</summary>
    public string StateDirectory { get; }

    /// <summary>The state directory is a part of the target, and moves with it.</summary>
    public bool IsStateInside { get; }

    /// <summary>Every path of the state goes through this: a root file system may have planted a link where the state should be.</summary>
    internal Root State { get; }

    /// <summary>The same target under the identity a saved plan gives it; applying compares it with this machine's.</summary>
    internal Target As(TargetIdentity identity) => new(identity, Root, State, StateDirectory, IsStateInside) { Scope = Scope };

    /// <summary>The folder's path.</summary>
    public override string ToString() => Identity.Root;
}

/// <summary>Sort of target.</summary>
public enum TargetKind
{
    /// <summary>A directory that stands for a root file system; nothing runs in it.</summary>
    Folder,

    /// <summary>The machine that runs us.</summary>
    Machine,

    /// <summary>The home of a user on the machine that runs us.</summary>
    Home,
}

/// <summary>Which target a plan or a journal was made for.</summary>
/// <param name="Kind">Sort of target.</param>
/// <param name="MachineId">Identity of the machine that holds it; empty where the machine has none.</param>
/// <param name="Root">Absolute path of the target on that machine.</param>
public sealed record TargetIdentity(TargetKind Kind, string MachineId, string Root);
