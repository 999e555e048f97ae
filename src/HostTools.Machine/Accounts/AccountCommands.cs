using HostTools.Activation.Resources;

namespace HostTools.Machine.Accounts;

/// <summary>The system's own programs that bring one account, group or membership about. What is so already is left alone, so that it can be tried again.</summary>
internal sealed class AccountCommands(AccountTools tools, AccountFiles files, ResourceId resource, AccountState wanted)
{
    private const int NumberField = 2;
    private const int GroupField = 3;
    private const int DescriptionField = 4;
    private const int HomeField = 5;
    private const int ShellField = 6;

    private string Name => resource.Key.Split(':')[0];

    public Task RunAsync(CancellationToken token) => resource.Kind switch
    {
        UserResource.KindName => wanted.IsAbsent ? RemoveUserAsync(token) : UserAsync(token),
        GroupResource.KindName => GroupAsync(token),
        _ => MemberAsync(resource.Key.Split(':')[1], token),
    };

    private Task UserAsync(CancellationToken token)
    {
        var now = new AccountState(files.Line(AccountFiles.Passwd, Name));
        // The home is a resource of its own: nothing of /etc/skel comes unasked.
        if (now.IsAbsent)
        {
            return tools.RunAsync("useradd",
                [.. Range(), "-M", "-u", wanted.Field(NumberField), "-g", wanted.Field(GroupField), "-c", wanted.Field(DescriptionField), "-d", wanted.Field(HomeField), "-s", wanted.Field(ShellField), Name], token);
        }

        // Not the primary group: usermod would give the files of the home to it, which no undo takes back.
        string[] arguments =
        [
            .. Changed(now, DescriptionField, "-c"), .. Changed(now, HomeField, "-d"), .. Changed(now, ShellField, "-s"),
        ];
        return arguments.Length == 0 ? Task.CompletedTask : tools.RunAsync("usermod", [.. arguments, Name], token);
    }

    /// <summary>Homes and mail stay. A group that has the user's name goes with userdel, but whether it goes is not for the user to say.</summary>
    private async Task RemoveUserAsync(CancellationToken token)
    {
        if (files.Line(AccountFiles.Passwd, Name) is null)
            return;
        AccountLines[] own = [.. new[] { AccountFiles.Group, AccountFiles.GroupShadow }.Where(files.Has).Select(file => AccountLines.Of(files, file, Name))];
        await tools.RunAsync("userdel", [Name], token).ConfigureAwait(false);
        await tools.WriteAsync(() =>
        {
            foreach (AccountLines place in own.Where(place => place.Lines.Count > 0 && files.Line(place.File, Name) is null))
                files.Put(place.File, Name, place.Lines, place.Above);
        }, token).ConfigureAwait(false);
    }

    private Task GroupAsync(CancellationToken token)
    {
        bool isThere = files.Line(AccountFiles.Group, Name) is not null;
        return wanted.IsAbsent == !isThere ? Task.CompletedTask
            : wanted.IsAbsent ? tools.RunAsync("groupdel", [Name], token)
            : tools.RunAsync("groupadd", [.. Range(), "-g", wanted.Field(NumberField), Name], token);
    }

    private Task MemberAsync(string user, CancellationToken token) =>
        files.Line(AccountFiles.Group, Name) is not { } line || AccountWords.Members(line).Contains(user) != wanted.IsAbsent ? Task.CompletedTask
        : tools.RunAsync("gpasswd", [wanted.IsAbsent ? "-d" : "-a", user, Name], token);

    private string[] Changed(AccountState now, int field, string option) =>
        now.Field(field) == wanted.Field(field) ? [] : [option, wanted.Field(field)];

    // People get ages of passwords and numbers for containers, services do not.
    private string[] Range() => int.TryParse(wanted.Field(NumberField), out int number) && number < 1000 ? ["-r"] : [];
}
