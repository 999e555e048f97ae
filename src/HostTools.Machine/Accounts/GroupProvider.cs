using System.Globalization;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>Groups; members are resources of their own.</summary>
internal sealed class GroupProvider(Target target) : AccountProvider<GroupResource>(target)
{
    public override string Kind => GroupResource.KindName;

    public override IReadOnlyList<Change> Settle(IReadOnlyList<Change> changes) =>
        AccountNumbers.OfGroups(Files, Target.Root).Give(changes, static change => ((GroupResource)change.Desired!).IsSystem);

    public override PlannedOwners OwnersOf(IReadOnlyList<Change> changes) =>
        PlannedOwners.None with { Groups = AccountNumbers.In(changes) };

    protected override AccountObservation Observe(Question question) =>
        new(question.Id, new AccountState(WithoutMembers(Files.Line(AccountFiles.Group, question.Id.Key))))
        {
            Waits = Files.Exist ? null : AccountWords.NoFiles(Target),
        };

    protected override AccountState Wanted(GroupResource desired, AccountState now, AccountObservation observed) =>
        now.IsAbsent ? new AccountState($"{desired.Name}:x:{desired.Number?.ToString(CultureInfo.InvariantCulture) ?? AccountNumbers.Open}:") : now;

    protected override HostError? Problem(GroupResource desired, AccountState now, AccountObservation observed) =>
        AccountWords.NumberProblem(desired, desired.Number, now, Files.Entries(AccountFiles.Group));

    protected override void WriteResource(Utf8JsonWriter writer, GroupResource resource)
    {
        writer.WriteString("name", resource.Name);
        if (resource.Number is { } number)
            writer.WriteNumber("number", number);
        writer.WriteBoolean("system", resource.IsSystem);
    }

    public override Resource ReadResource(JsonElement json, int version) =>
        new GroupResource(AccountWords.ReadName(json, "name")) { Number = json.OptionalNumber("number"), IsSystem = json.Flag("system") };

    private static string? WithoutMembers(string? line) => line?.Split(':') is [var name, var password, var number, ..] ? $"{name}:{password}:{number}:" : line;
}
