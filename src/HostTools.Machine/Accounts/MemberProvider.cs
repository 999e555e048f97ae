using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Accounts;

/// <summary>Memberships in groups. Members that others added stay; only what was declared goes when it is no longer declared.</summary>
internal sealed class MemberProvider(Target target) : AccountProvider<MemberResource>(target)
{
    public override string Kind => MemberResource.KindName;

    public override IReadOnlyList<string> ComesAfter { get; } = [UserResource.KindName];

    protected override AccountObservation Observe(Question question)
    {
        if (question.Id.Key.Split(':') is not [var group, var user])
            return new AccountObservation(question.Id, AccountState.Absent) { Unobservable = "it names no group and user" };
        string? line = Files.Line(AccountFiles.Group, group);
        bool isMember = line is not null && AccountWords.Members(line).Contains(user);
        bool isGroup = line is not null || question.Owners.Groups.ContainsKey(group);
        bool isUser = Files.Line(AccountFiles.Passwd, user) is not null || question.Owners.Users.ContainsKey(user);
        return new AccountObservation(question.Id, isMember ? new AccountState(question.Id.Key) : AccountState.Absent)
        {
            Waits = !Files.Exist ? AccountWords.NoFiles(Target)
                : !isGroup ? $"there is no group '{group}' yet; it may come with a package, or declare it in users.groups"
                : !isUser ? $"there is no user '{user}' yet; declare it in users.users"
                : null,
        };
    }

    protected override AccountState Wanted(MemberResource desired, AccountState now, AccountObservation observed) => new(desired.Id.Key);

    protected override string? RiskOf(AccountState now, AccountState wanted) =>
        wanted.IsAbsent && now.Line?.Split(':')[0] is "sudo" or "wheel" or "admin" or "root" ? "who may become root" : null;

    protected override void WriteResource(Utf8JsonWriter writer, MemberResource resource)
    {
        writer.WriteString("group", resource.Group);
        writer.WriteString("user", resource.User);
    }

    public override Resource ReadResource(JsonElement json, int version) =>
        new MemberResource(AccountWords.ReadName(json, "group"), AccountWords.ReadName(json, "user"));
}
