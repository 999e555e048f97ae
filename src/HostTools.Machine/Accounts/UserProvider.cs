using System.Globalization;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>Users. A new one has a locked password; nothing here reads or sets passwords.</summary>
internal sealed class UserProvider(Target target) : AccountProvider<UserResource>(target)
{
    private const int GroupField = 3;
    private const int DescriptionField = 4;
    private const int HomeField = 5;
    private const int ShellField = 6;

    public override string Kind => UserResource.KindName;

    public override IReadOnlyList<string> ComesAfter { get; } = [GroupResource.KindName];

    public override IReadOnlyList<Change> Settle(IReadOnlyList<Change> changes) =>
        AccountNumbers.OfUsers(Files, Target.Root).Give(changes, static change => ((UserResource)change.Desired!).IsSystem, GroupField);

    public override PlannedOwners OwnersOf(IReadOnlyList<Change> changes) =>
        PlannedOwners.None with { Users = AccountNumbers.In(changes) };

    protected override AccountObservation Observe(Question question)
    {
        var wish = (question.Desired ?? question.Recorded?.Resource) as UserResource;
        return new AccountObservation(question.Id, new AccountState(Files.Line(AccountFiles.Passwd, question.Id.Key)))
        {
            Waits = Files.Exist ? null : AccountWords.NoFiles(Target),
            GroupNumber = wish is null ? null : AccountNumbers.Of(Files.Line(AccountFiles.Group, wish.Group)) ??
                (question.Owners.Groups.TryGetValue(wish.Group, out int planned) ? planned : null),
        };
    }

    protected override AccountState Wanted(UserResource desired, AccountState now, AccountObservation observed)
    {
        string? group = observed.GroupNumber?.ToString(CultureInfo.InvariantCulture);
        if (now.IsAbsent)
        {
            string number = desired.Number?.ToString(CultureInfo.InvariantCulture) ?? AccountNumbers.Open;
            string home = desired.Home ?? (desired.IsSystem ? "/nonexistent" : $"/home/{desired.Name}");
            string shell = desired.Shell ?? (desired.IsSystem ? "/usr/sbin/nologin" : "/bin/bash");
            return new AccountState($"{desired.Name}:x:{number}:{group}:{desired.Description}:{home}:{shell}");
        }

        AccountState wanted = group is null ? now : now.With(GroupField, group);
        wanted = desired.Description is null ? wanted : wanted.With(DescriptionField, desired.Description);
        wanted = desired.Home is null ? wanted : wanted.With(HomeField, desired.Home);
        return desired.Shell is null ? wanted : wanted.With(ShellField, desired.Shell);
    }

    protected override string? RiskOf(AccountState now, AccountState wanted) =>
        MayLogIn(now) && (wanted.IsAbsent || now.Field(ShellField) != wanted.Field(ShellField) || now.Field(HomeField) != wanted.Field(HomeField)) ? "who may log in" : null;

    private static bool MayLogIn(AccountState account) => account.Field(ShellField).Split('/')[^1] is not ("nologin" or "false" or "sync");

    protected override HostError? Problem(UserResource desired, AccountState now, AccountObservation observed)
    {
        if (observed.GroupNumber is null)
            return MachineErrors.GroupMissing(desired.Name, desired.Group, desired.Origins);
        return now.Line is { } line && line.Split(':').Length != ShellField + 1
            ? MachineErrors.AccountLineMalformed(Target.Root.Describe(AccountFiles.Passwd), desired.Name)
            : AccountWords.NumberProblem(desired, desired.Number, now, Files.Entries(AccountFiles.Passwd));
    }

    /// <summary>Nobody's account goes from under a session; services are stopped before accounts go.</summary>
    public override IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes)
    {
        foreach (Change change in Target.IsLive ? changes.Where(static change => change.After is AccountState { IsAbsent: true }) : [])
        {
            IReadOnlyList<AccountProcess> running = AccountProcesses.Of(Target.Root, change.Id.Key);
            AccountProcess[] session = [.. running.Where(static process => process.IsOfSession)];
            if (session.Length > 0)
                yield return Finding.Stop(MachineErrors.UserBusy(change.Id.Key, AccountProcesses.Words(session)));
            else if (running.Count > 0)
                yield return Finding.Warn(new PlanWarning($"The user '{change.Id.Key}' goes, and runs {AccountProcesses.Words(running)}. All is undone if that still runs then.", change.Id));
        }
    }

    protected override void WriteResource(Utf8JsonWriter writer, UserResource resource)
    {
        writer.WriteString("name", resource.Name);
        if (resource.Number is { } number)
            writer.WriteNumber("number", number);
        writer.WriteBoolean("system", resource.IsSystem);
        writer.WriteString("group", resource.Group);
        writer.WriteString("home", resource.Home);
        writer.WriteString("shell", resource.Shell);
        writer.WriteString("description", resource.Description);
    }

    public override Resource ReadResource(JsonElement json, int version) => new UserResource(AccountWords.ReadName(json, "name"))
    {
        Number = json.OptionalNumber("number"),
        IsSystem = json.Flag("system"),
        Group = AccountWords.ReadName(json, "group"),
        Home = AccountWords.ReadField(json, "home"),
        Shell = AccountWords.ReadField(json, "shell"),
        Description = AccountWords.ReadField(json, "description"),
    };
}
