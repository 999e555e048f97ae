using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>Renders <c>users.users</c> and <c>users.groups</c>.</summary>
internal sealed class DeclaredAccounts(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    private const int PrivateDirectory = 0x1C0;

    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);

    /// <summary>Adds every account, group, membership and home directory.</summary>
    public void Realise()
    {
        Entry[] groups = [.. Entry.Of(config, "users", "groups").Where(IsNamed)];
        Entry[] users = [.. Entry.Of(config, "users", "users").Where(IsNamed)];
        _users.UnionWith(users.Select(static user => user.Name));
        foreach (Entry group in groups)
            AddGroup(group.Name, group.Number("gid"), group.Flag("isSystemGroup", true), group.CausesOf(library));
        foreach (Entry user in users)
            AddUser(user);
        foreach (Entry group in groups)
        {
            foreach ((string user, IReadOnlyList<Origin> places) in group.Elements("members", library))
                AddMember(group, "members", group.Name, user, places);
        }
    }

    private bool IsNamed(Entry entry)
    {
        if (AccountWords.IsName(entry.Name))
            return true;
        errors.Add(MachineErrors.AccountNameInvalid(entry.Option, entry.Name, entry.OriginsOf()));
        return false;
    }

    private void AddUser(Entry user)
    {
        bool isSystem = user.Flag("isSystemUser", false);
        string group = user.Text("group") ?? user.Name;
        IReadOnlyList<Origin> origins = user.CausesOf(library);
        if (user.Text("group") is null && !_groups.Contains(group))
            AddGroup(group, null, isSystem, origins);
        var account = new UserResource(user.Name)
        {
            Number = user.Number("uid"),
            IsSystem = isSystem,
            Group = group,
            Home = user.Text("home"),
            Shell = user.Text("shell"),
            Description = user.Text("description"),
            Origins = origins,
            After = _groups.Contains(group) ? [new ResourceId(GroupResource.KindName, group)] : [],
        };
        into.Add(account);
        foreach ((string extra, IReadOnlyList<Origin> places) in user.Elements("extraGroups", library))
        {
            if (extra != group)
                AddMember(user, "extraGroups", extra, user.Name, places);
        }

        if (user.Flag("createHome", false))
            AddHome(user, account);
    }

    private void AddHome(Entry user, UserResource account) => into.Add(new DirectoryResource(account.Home ?? $"/home/{user.Name}")
    {
        Owner = user.Name,
        Group = account.Group,
        Mode = user.Mode("homeMode") ?? PrivateDirectory,
        Origins = account.Origins,
        After = [account.Id],
    });

    private void AddGroup(string name, int? number, bool isSystem, IReadOnlyList<Origin> origins)
    {
        if (_groups.Add(name))
            into.Add(new GroupResource(name) { Number = number, IsSystem = isSystem, Origins = origins });
    }

    private void AddMember(Entry entry, string option, string group, string user, IReadOnlyList<Origin> places)
    {
        foreach (string name in new[] { group, user }.Where(static name => !AccountWords.IsName(name)))
        {
            errors.Add(MachineErrors.AccountNameInvalid($"{entry.Option}.{entry.Name}.{option}", name, entry.OriginsOf(option)));
            return;
        }

        ResourceId[] after =
        [
            .. _groups.Contains(group) ? [new ResourceId(GroupResource.KindName, group)] : Array.Empty<ResourceId>(),
            .. _users.Contains(user) ? [new ResourceId(UserResource.KindName, user)] : Array.Empty<ResourceId>(),
        ];
        into.Add(new MemberResource(group, user) { Origins = places, After = after });
    }
}
