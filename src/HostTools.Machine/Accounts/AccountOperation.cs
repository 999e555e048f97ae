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
        return Task.FromResult<Action<Utf8JsonWriter>>(writer => AccountUndo.Write(writer, resource, FilesOf(files).Select(file => (file, files.Line(file, Name)))));
    }

    public override Task DoAsync(OperationContext context, CancellationToken token)
    {
        var files = new AccountFiles(context.Target.Root);
        if (resource.Kind == MemberResource.KindName)
        {
            foreach (string file in FilesOf(files))
                files.Put(file, Name, WithMember(files.Line(file, Name), resource.Key.Split(':')[1], !after.IsAbsent));
        }
        else if (after.IsAbsent)
        {
            Remove(files, context);
        }
        else
        {
            string main = IsUser ? AccountFiles.Passwd : AccountFiles.Group;
            files.Put(main, Name, IsUser ? after.Line : WithMembersOf(after.Line!, files.Line(main, Name))); // It is not absent.
            string shadow = IsUser ? AccountFiles.Shadow : AccountFiles.GroupShadow;
            if (files.Has(shadow) && files.Line(shadow, Name) is null)
                files.Put(shadow, Name, IsUser ? $"{Name}:!:::::::" : $"{Name}:!::");
        }

        return Task.CompletedTask;
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

    private void Remove(AccountFiles files, OperationContext context)
    {
        if (!IsUser && files.Line(AccountFiles.Group, Name) is { } line && IsPrimary(files, line))
        {
            context.Note($"The group '{Name}' was left: it is the primary group of a user.");
            return;
        }

        foreach (string file in FilesOf(files).Reverse())
            files.Put(file, Name, null);
    }

    private static bool IsPrimary(AccountFiles files, string groupLine) =>
        AccountNumbers.Of(groupLine) is { } number &&
        files.Entries(AccountFiles.Passwd).Any(fields => fields.ElementAtOrDefault(3) == number.ToString(System.Globalization.CultureInfo.InvariantCulture));

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

/// <summary>Puts the lines back that an operation found, those of the password files included; records of it are in the journal only.</summary>
internal sealed class AccountUndo : IUndo
{
    public const string KindName = "account";

    public static AccountUndo Instance { get; } = new();

    public string Kind => KindName;

    public bool IsLast => false;

    public static void Write(Utf8JsonWriter writer, ResourceId resource, IEnumerable<(string File, string? Line)> lines)
    {
        writer.WriteString("name", resource.Key.Split(':')[0]);
        writer.WriteStartArray("lines");
        foreach ((string file, string? line) in lines)
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteString("line", line);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        var files = new AccountFiles(context.Target.Root);
        string name = AccountWords.ReadName(record, "name");
        foreach (JsonElement item in record.Items("lines"))
        {
            string file = item.Text("file");
            if (file is not (AccountFiles.Passwd or AccountFiles.Shadow or AccountFiles.Group or AccountFiles.GroupShadow))
                throw new FormatException($"names '{file}', which is no file of accounts");
            if (item.OptionalText("line") is not { } line)
                files.Put(file, name, null);
            else if (line.StartsWith(name + ":", StringComparison.Ordinal) && !line.Contains('\n', StringComparison.Ordinal))
                files.Put(file, name, line);
            else
                throw new FormatException($"has a line of '{file}' that is not that of '{name}'");
        }

        return Task.CompletedTask;
    }
}
