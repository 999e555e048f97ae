using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>Brings one account, group or membership from the state that was planned on into another, in the root's own files.</summary>
internal sealed class AccountOperation(ResourceId resource, AccountState before, AccountState after) : Operation
{
    public override string Kind => AccountUndo.KindName;

    public override ResourceId Resource => resource;

    public override string Description => $"{(after.IsAbsent ? "Removing" : before.IsAbsent ? "Making" : "Changing")} {resource.Kind} '{resource.Key}'";

    /// <summary>Name of the line: a membership is a part of its group's.</summary>
    private string Name => resource.Key.Split(':')[0];

    private bool IsUser => resource.Kind == UserResource.KindName;

    public override Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        var files = new AccountFiles(context.Target.Root);
        AccountLines[] found = [.. TouchedIn(context, files).Select(place => AccountLines.Of(files, place.File, place.Name))];
        return Task.FromResult<Action<Utf8JsonWriter>>(writer => AccountUndo.Write(writer, Name, found));
    }

    public override async Task DoAsync(OperationContext context, CancellationToken token)
    {
        var files = new AccountFiles(context.Target.Root);
        if (after.IsAbsent && !IsUser && resource.Kind != MemberResource.KindName && files.Line(AccountFiles.Group, Name) is { } line && IsPrimary(files, line))
        {
            context.Note($"The group '{Name}' was left: it is the primary group of a user.");
            return;
        }

        if (AccountTools.Of(context, resource) is { } tools)
            await new AccountCommands(tools, files, resource, after).RunAsync(token).ConfigureAwait(false);
        using (await AccountLock.TakeAsync(context, token).ConfigureAwait(false))
            Write(files, context);
        await AccountCaches.RefreshAsync(context, token).ConfigureAwait(false);
    }

    /// <summary>Writes what is not there yet: all of it in a folder, and on a live machine what its programs would do otherwise or not at all.</summary>
    private void Write(AccountFiles files, OperationContext context)
    {
        if (resource.Kind == MemberResource.KindName)
        {
            foreach (string file in FilesOf(files))
                files.Put(file, Name, WithMember(files.Line(file, Name), resource.Key.Split(':')[1], !after.IsAbsent));
        }
        else if (after.IsAbsent)
        {
            Remove(files);
        }
        else
        {
            string main = IsUser ? AccountFiles.Passwd : AccountFiles.Group;
            files.Put(main, Name, IsUser ? after.Line : WithMembersOf(after.Line!, files.Line(main, Name))); // It is not absent.
            string shadow = IsUser ? AccountFiles.Shadow : AccountFiles.GroupShadow;
            if (files.Has(shadow) && files.Line(shadow, Name) is null)
                files.Put(shadow, Name, IsUser ? $"{Name}:!:::::::" : $"{Name}:!::");
        }
    }

    public override Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        var files = new AccountFiles(context.Target.Root);
        string? line = files.Line(IsUser ? AccountFiles.Passwd : AccountFiles.Group, Name);
        bool isAsWanted = resource.Kind switch
        {
            UserResource.KindName => line == after.Line,
            GroupResource.KindName => after.IsAbsent ? line is null || IsPrimary(files, line) : line is not null && line.StartsWith(after.Line!, StringComparison.Ordinal),
            _ => (line is not null && AccountWords.Members(line).Contains(resource.Key.Split(':')[1])) == !after.IsAbsent,
        };
        return isAsWanted ? Task.CompletedTask : throw new HostToolsException(MachineErrors.AccountNotAsWritten(resource));
    }

    private void Remove(AccountFiles files)
    {
        foreach (string file in FilesOf(files).Reverse())
            files.Put(file, Name, null);
    }

    private static bool IsPrimary(AccountFiles files, string groupLine) =>
        AccountNumbers.Of(groupLine) is { } number &&
        files.Entries(AccountFiles.Passwd).Any(fields => fields.ElementAtOrDefault(3) == number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Every line that may change. The programs of a live machine give ranges of numbers to people, and take who goes out of all groups.</summary>
    private IEnumerable<(string File, string Name)> TouchedIn(OperationContext context, AccountFiles files)
    {
        foreach (string file in FilesOf(files))
            yield return (file, Name);
        if (!IsUser || !context.Target.IsLive)
            yield break;
        foreach (string file in new[] { AccountFiles.SubUsers, AccountFiles.SubGroups }.Where(files.Has))
            yield return (file, Name);
        foreach (string file in new[] { AccountFiles.Group, AccountFiles.GroupShadow }.Where(files.Has))
        {
            foreach (string group in AccountWords.GroupsOf(files, Name))
                yield return (file, group);
        }
    }

    private IEnumerable<string> FilesOf(AccountFiles files)
    {
        string[] names = IsUser ? [AccountFiles.Passwd, AccountFiles.Shadow] : [AccountFiles.Group, AccountFiles.GroupShadow];
        return names.Where(files.Has);
    }

    private static string WithMembersOf(string line, string? old) => line + string.Join(',', AccountWords.Members(old ?? string.Empty));

    private static string? WithMember(string? line, string user, bool isMember)
    {
        if (line?.Split(':') is not [var name, var password, var third, ..] fields)
            return line;
        IEnumerable<string> members = AccountWords.Members(line).Where(member => member != user);
        if (isMember)
            members = AccountWords.Members(line).Contains(user) ? AccountWords.Members(line) : members.Append(user);
        fields[3] = string.Join(',', members);
        return string.Join(':', fields);
    }
}
