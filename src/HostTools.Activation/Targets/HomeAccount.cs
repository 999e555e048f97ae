using System.Globalization;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Whose home a target is: where it lies, and which numbers the user has.</summary>
internal sealed class HomeAccount
{
    private const int NumberField = 2;
    private const int GroupField = 3;
    private const int HomeField = 5;
    private const int PrivateDirectory = 0x1C0;
    private const int OthersMayWrite = 0x12;
    private const int Sticky = 0x200;

    private readonly Root _machine;
    private UserIds? _known;

    /// <summary>Looks only when something is asked.</summary>
    /// <param name="machine">Root of the machine, with the rights of the process.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="directory">The home; null for what passwd says.</param>
    /// <param name="planned">Numbers of an account that a plan makes.</param>
    public HomeAccount(Root machine, string user, string? directory, UserIds? planned)
    {
        (_machine, User, Planned) = (machine, user, planned);
        string? known = directory ?? Recorded;
        Directory = known is not null && RootPath.IsCanonical(known) && known != "/" ? known : user == "root" ? "/root" : $"/home/{user}";
    }

    public string User { get; }

    /// <summary>Numbers of an account that a plan makes; null when none does.</summary>
    public UserIds? Planned { get; }

    /// <summary>The home that passwd says; null when it says none that can be one.</summary>
    public string? Recorded => Fields() is { Length: > HomeField } fields && RootPath.IsCanonical(fields[HomeField]) && fields[HomeField] != "/" ? fields[HomeField] : null;

    /// <summary>The home, an absolute path inside the machine's root.</summary>
    public string Directory { get; }

    /// <summary>Whom the home's things belong to; null where that is whoever applies: without accounts, and for root himself.</summary>
    /// <exception cref="HostToolsException">AccountMissing.</exception>
    public UserIds? Ids()
    {
        UserIds? ids = _known ?? Known() ?? Planned;
        if (ids is null && _machine.Exists("/etc/passwd"))
            throw new HostToolsException(ActivationErrors.AccountMissing(User, _machine.Describe("/etc/passwd")));
        return ids is { User: 0 } ? null : ids;
    }

    /// <summary>Makes the home where it is absent, owned by the user, with the rights of the process: above it lies the machine.</summary>
    public IReadOnlyList<string> MakeHome() => Make(_machine, Directory, PrivateDirectory);

    /// <summary>Makes a directory of the user's in a place that is not his. Under another name first: half made it would not be his.</summary>
    /// <returns>The directories it made, the outermost first, as absolute paths of the machine that runs us.</returns>
    public IReadOnlyList<string> Make(Root root, string path, int mode)
    {
        if (root.StatFollowed(path) is not null)
            return [];
        string parent = RootPath.ParentOf(path);
        if (Unsafe(root, parent) is { } open)
            throw new HostToolsException(ActivationErrors.HomeUnsafe(root.Describe(path), User, root.Describe(open)));
        IReadOnlyList<string> made = root.CreateDirectories(parent);
        string temporary = RootPath.Join(parent, $".hosttools-new-{User}");
        if (root.Stat(temporary) is { Type: FileEntryType.Directory })
            root.RemoveDirectory(temporary);
        root.CreateDirectory(temporary, mode);
        if (Environment.IsPrivilegedProcess && Ids() is { } ids)
            root.SetOwner(temporary, ids.User, ids.Group);
        root.Rename(temporary, path);
        return [.. made, root.Directory.TrimEnd('/') + path];
    }

    /// <summary>The nearest directory above a home to be made in which somebody else could put a thing of his in its place while root makes it.</summary>
    /// <returns>Null where there is none, and for a process without root rights.</returns>
    public static string? Unsafe(Root root, string parent)
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        // Whoever owns the root can do as he likes in all of it.
        int ruler = root.StatFollowed("/")?.UserId ?? 0;
        string at = parent;
        while (at != "/")
        {
            // What is absent is made by us; where a link leads counts, not where it lies.
            if (root.StatFollowed(at) is { } found && ((found.UserId != 0 && found.UserId != ruler) || ((found.Mode & OthersMayWrite) != 0 && (found.Mode & Sticky) == 0)))
                return at;
            at = RootPath.ParentOf(root.ResolveDirectory(at) ?? at);
        }

        return null;
    }

    private UserIds? Known()
    {
        if (Fields() is not { Length: > GroupField } fields ||
            !int.TryParse(fields[NumberField], NumberStyles.None, CultureInfo.InvariantCulture, out int user) ||
            !int.TryParse(fields[GroupField], NumberStyles.None, CultureInfo.InvariantCulture, out int group))
            return null;
        return _known = new UserIds(user, group);
    }

    private string[]? Fields() => _machine.TryReadAllText("/etc/passwd")?.Split('\n')
        .Select(static line => line.Split(':'))
        .FirstOrDefault(fields => fields[0] == User);
}
