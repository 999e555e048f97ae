using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What resources are applied to, and where the record of it is kept.</summary>
/// <remarks>Making one touches nothing: neither the folder nor its state has to exist yet.</remarks>
public sealed class Target
{
    /// <summary>Where a folder target keeps its state, as a path inside it.</summary>
    public const string StatePath = "/var/lib/hosttools";

    private const string WindowsStatePath = "/ProgramData/HostTools";

    private Target(TargetIdentity identity, Root root, Root state, string stateDirectory, string? ownStatePath)
    {
        (Identity, Root, State, StateDirectory, OwnStatePath) = (identity, root, state, stateDirectory, ownStatePath);
        MachineState = state;
        Key = new SecretKey(state, stateDirectory);
    }

    /// <summary>A directory, for example the root file system of an image; nothing outside it is written, except a state directory given here.</summary>
    /// <param name="root">The folder; made by the first apply when it is absent.</param>
    /// <param name="stateDirectory">Where generations, store and journal go; null keeps them inside the folder.</param>
    public static Target Folder(string root, string? stateDirectory = null) => FolderAt(root, stateDirectory, StatePath);

    private static Target FolderAt(string root, string? stateDirectory, string statePath)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var folder = Root.At(path);
        Root state = stateDirectory is null ? folder.Below(statePath) : Root.At(Path.GetFullPath(stateDirectory));
        string shown = stateDirectory is null ? Path.GetFullPath(path.TrimEnd('/') + statePath) : Path.GetFullPath(stateDirectory);
        return new Target(new TargetIdentity(TargetKind.Folder, MachineId.Read(), path), folder, state, shown, stateDirectory is null ? statePath : null);
    }

    /// <summary>Root of the machine this process runs on: <c>/</c>, and on Windows the drive that Windows is on.</summary>
    public static string MachineRoot { get; } = OperatingSystem.IsWindows() ? Path.GetPathRoot(Environment.SystemDirectory) ?? @"C:\" : "/";

    /// <summary>
    /// The machine this process runs on: its own programs are used, units are started and stopped. State is in <c>/var/lib/hosttools</c>, on
    /// Windows in <c>\ProgramData\HostTools</c>.
    /// </summary>
    /// <param name="stateDirectory">Where generations, store and journal go; null for their usual place.</param>
    public static Target ThisMachine(string? stateDirectory = null) =>
        Live(FolderAt(MachineRoot, stateDirectory, OperatingSystem.IsWindows() ? WindowsStatePath : StatePath));

    /// <summary>The running machine as it is seen from a folder, for tests with programs that only answer.</summary>
    internal static Target MachineAt(string root, string? stateDirectory) => Live(Folder(root, stateDirectory));

    private static Target Live(Target folder) => folder.As(folder.Identity with { Kind = TargetKind.Machine });

    /// <summary>The home of a user on a machine or below a folder target. With root rights everything in it happens with the user's rights and belongs to him.</summary>
    /// <param name="machine">The machine or folder target.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="directory">The home, an absolute path inside the folder; null asks the folder's passwd, and is /home/NAME where that does not say.</param>
    /// <param name="planned">Numbers that the user will have once the machine's plan is applied; null when nothing is planned.</param>
    /// <remarks>Its state is in it, in <c>.local/state/hosttools</c>; where that of the machine lies elsewhere, in <c>homes/NAME</c> there.</remarks>
    public static Target Home(Target machine, string user, string? directory = null, UserIds? planned = null)
    {
        var account = new HomeAccount(machine.Root, user, directory, planned);
        Root root = Root.At(machine.Identity.Root, account.Ids);
        string? own = machine.IsStateInside ? account.Directory + "/.local/state/hosttools" : null;
        string shown = own is null ? Path.Join(machine.StateDirectory, "homes", user) : machine.Identity.Root.TrimEnd('/') + own;
        var identity = new TargetIdentity(TargetKind.Home, machine.Identity.MachineId, machine.Identity.Root) { User = user, Home = account.Directory };
        return new Target(identity, root, own is null ? Root.At(shown, account.Ids) : root.Below(own), shown, own)
        {
            Scope = Scope.Home(user),
            Account = account,
            Machine = machine,
            MachineState = machine.State,
        };
    }

    /// <summary>Says which target this is; a plan made for one is refused by another.</summary>
    public TargetIdentity Identity { get; }

    /// <summary>Sort of target.</summary>
    public TargetKind Kind => Identity.Kind;

    /// <summary>It is the machine that runs us, or a home on it: programs run, and what they keep counts. Otherwise only files do.</summary>
    public bool IsLive => (Machine ?? this).Kind is TargetKind.Machine;

    /// <summary>Whom the resources of this target belong to.</summary>
    public Scope Scope { get; init; } = Scope.Machine;

    /// <summary>Every path of a resource goes through this.</summary>
    public Root Root { get; }

    /// <summary>Absolute path of the state directory on the machine that runs us.</summary>
    public string StateDirectory { get; }

    /// <summary>The state directory is a part of the target, and moves with it.</summary>
    public bool IsStateInside => OwnStatePath is not null;

    /// <summary>Path of the state directory inside the target; null when it lies elsewhere.</summary>
    internal string? OwnStatePath { get; }

    /// <summary>Numbers of the user whose home it is; null for a machine, and where nobody has an account.</summary>
    public UserIds? AccountIds => Account?.Ids();

    /// <summary>Whose home it is; null for a machine.</summary>
    internal HomeAccount? Account { get; private init; }

    /// <summary>The machine that the home is part of; null for a machine.</summary>
    public Target? Machine { get; private init; }

    /// <summary>State of the machine: its own, or that of the machine it is a home of. What machine and homes do together is decided there.</summary>
    internal Root MachineState { get; private init; }

    /// <summary>Owners can be given: with root rights, but not in a home, where all is done as its user.</summary>
    internal bool GivesOwners => Environment.IsPrivilegedProcess && Account is null;

    /// <summary>Content that may hold secrets is hashed with it.</summary>
    internal SecretKey Key { get; private init; }

    /// <summary>A directory that comes into being with the state, between plan and apply; in a home also what is above it.</summary>
    internal bool IsInfrastructure(string path) =>
        (OwnStatePath is { } state && RootPath.IsBelow(state, path)) || (Account is { } account && (path == account.Directory || RootPath.IsBelow(account.Directory, path)));

    /// <summary>Nothing is in a directory but the state, or what leads to it.</summary>
    internal bool HoldsOnlyState(string path) =>
        OwnStatePath is { } state && RootPath.IsBelow(state, path) &&
        Root.List(path).All(name => RootPath.Join(path, name) is var inner && (inner == state || (RootPath.IsBelow(state, inner) && HoldsOnlyState(inner))));

    /// <summary>Every path of the state goes through this: a root file system may have planted a link where the state should be.</summary>
    internal Root State { get; }

    /// <summary>The home is there; where it is not, nobody can have locked it.</summary>
    internal bool IsThere => Account is not { } account || Machine!.Root.StatFollowed(account.Directory) is not null;

    /// <summary>Something was applied to it, or is being applied.</summary>
    public bool HasState => MachineGuarded(() => State.List("/").Count > 0);

    /// <summary>Why nothing can be applied to a home: its user has no account. Null for a machine, and where there are no accounts at all.</summary>
    public HostError? AccountProblem
    {
        get
        {
            try
            {
                _ = Account?.Ids();
                return null;
            }
            catch (HostToolsException missing)
            {
                return missing.Errors[0];
            }
        }
    }

    /// <summary>The home that the account on the machine has; null when it says none.</summary>
    public string? RecordedHome => Account?.Recorded;

    private static bool MachineGuarded(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception cause) when (cause is RootIOException or HostToolsException)
        {
            return true; // Whatever keeps us from looking is said when it is planned.
        }
    }

    /// <summary>Makes the state directory where it is absent. A home's holds what its user may not show to others.</summary>
    /// <returns>The directories it made, the outermost first, as absolute paths of the machine that runs us.</returns>
    internal IReadOnlyList<string> MakeState()
    {
        var made = new List<string>(Account?.MakeHome() ?? []);
        if (Account is not null && OwnStatePath is { } path)
        {
            made.AddRange(Root.CreateDirectories(RootPath.ParentOf(path)));
            if (Root.StatFollowed(path) is null)
            {
                Root.CreateDirectory(path, 0x1C0);
                made.Add(StateDirectory);
            }
        }
        else if (Account is not null)
        {
            made.AddRange(Account.Make(Root.At(Path.GetDirectoryName(StateDirectory)!), "/" + Path.GetFileName(StateDirectory), 0x1C0)); // It ends in a user's name.
        }
        else
        {
            made.AddRange(State.CreateDirectories("/"));
        }

        return made;
    }

    /// <summary>The same target under the identity a saved plan gives it; applying compares it with this machine's.</summary>
    internal Target As(TargetIdentity identity) => new(identity, Root, State, StateDirectory, OwnStatePath)
    {
        Scope = Scope, Account = Account, Machine = Machine, MachineState = MachineState, Key = Key,
    };

    /// <summary>Path of the target on the machine that runs us, which itself is <c>/</c>.</summary>
    public override string ToString() => Identity.Home is { } home ? Identity.Root.TrimEnd('/') + home : Identity.Root;
}

/// <summary>Sort of target.</summary>
public enum TargetKind
{
    /// <summary>A directory that stands for a root file system; nothing runs in it.</summary>
    Folder,

    /// <summary>The machine that runs us.</summary>
    Machine,

    /// <summary>The home of a user on a machine or below such a directory.</summary>
    Home,
}

/// <summary>Which target a plan or a journal was made for.</summary>
/// <param name="Kind">Sort of target.</param>
/// <param name="MachineId">Identity of the machine that holds it; empty where the machine has none.</param>
/// <param name="Root">Absolute path of the target on that machine.</param>
public sealed record TargetIdentity(TargetKind Kind, string MachineId, string Root)
{
    /// <summary>Whose home it is; null for a machine.</summary>
    public string? User { get; init; }

    /// <summary>Absolute path of the home inside the root; null for a machine.</summary>
    public string? Home { get; init; }
}
