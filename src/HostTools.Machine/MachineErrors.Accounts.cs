using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of users and groups.</summary>
public static partial class MachineErrors
{
    /// <summary>passwd, group or one of their sisters is a link, a folder or a device, so users and groups are not written to it.</summary>
    /// <remarks>Put a regular file there.</remarks>
    /// <example><code lang="text">out/etc/passwd is a link to another file.</code></example>
    public static HostError AccountFileUnusual(string file) =>
        new(nameof(AccountFileUnusual), ErrorKind.Conflict, $"'{file}' is no regular file, so users and groups are not written to it. Put a file there.", file);

    /// <summary>The account files of the target cannot be read.</summary>
    /// <remarks>Run the command with more rights, or put right what the message names.</remarks>
    /// <example><code lang="text">out/etc/shadow belongs to root, and another user applies.</code></example>
    public static HostError AccountsUnreadable(string file, string why) =>
        new(nameof(AccountsUnreadable), ErrorKind.PermissionDenied, $"Users and groups cannot be read from '{file}': {why}", file);

    /// <summary>A line of passwd has too few or too many fields; such a file is not changed.</summary>
    /// <remarks>Mend it by hand, for example with vipw.</remarks>
    /// <example><code lang="text">out/etc/passwd has the line 'alice:x:1000'.</code></example>
    public static HostError AccountLineMalformed(string file, string user) =>
        new(nameof(AccountLineMalformed), ErrorKind.Conflict, $"The line of '{user}' in '{file}' does not have seven fields. Mend it by hand, for example with vipw.", user);

    /// <summary>A user's primary group neither exists on the target nor is declared.</summary>
    /// <remarks>Declare it under users.groups.</remarks>
    /// <example><code lang="text">users.users.app.group: app, and users.groups has no app.</code></example>
    public static HostError GroupMissing(string user, string group, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(GroupMissing), ErrorKind.NotFound,
            $"'{group}', the primary group of '{user}', does not exist on the target. Declare it: users.groups.{group}: {{}}", group), origins);

    /// <summary>A user or group wants a number that another one has.</summary>
    /// <remarks>Choose another, or leave it out to get a free one.</remarks>
    /// <example><code lang="text">users.users.app.uid: 1000, and alice has 1000.</code></example>
    public static HostError NumberTaken(ResourceId id, string number, string owner, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(NumberTaken), ErrorKind.Conflict,
            $"The {id.Kind} '{id.Key}' cannot have the number {number}: '{owner}' has it. Choose another, or leave it out to get a free one.", id.Key), origins);

    /// <summary>A user or group that exists has another number than the one declared. Files belong to the number, so it is not changed.</summary>
    /// <remarks>Write the number it has, or leave it out.</remarks>
    /// <example><code lang="text">users.users.alice.uid: 1001, and alice has 1000 on the target.</code></example>
    public static HostError NumberDiffers(ResourceId id, string now, string wanted, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(NumberDiffers), ErrorKind.Conflict,
            $"The {id.Kind} '{id.Key}' has the number {now} on the target, not {wanted}. Numbers of existing accounts are not changed, since files belong to them. Write {now}, or leave it out.", id.Key), origins);

    /// <summary>No number is left in the range that /etc/login.defs gives.</summary>
    /// <remarks>Widen the range there.</remarks>
    /// <example><code lang="text">SYS_UID_MIN and SYS_UID_MAX are the same.</code></example>
    public static HostError NumbersUsedUp(string kind, string name) =>
        new(nameof(NumbersUsedUp), ErrorKind.Conflict, $"No number is free for the {kind} '{name}' in the range that /etc/login.defs gives. Widen the range there.", name);

    /// <summary>A user or group is not there as it was just written: something else changes the account files at the same time.</summary>
    /// <remarks>Find the other program, and apply again.</remarks>
    /// <example><code lang="text">useradd runs in a loop during an apply.</code></example>
    public static HostError AccountNotAsWritten(ResourceId id) =>
        new(nameof(AccountNotAsWritten), ErrorKind.Conflict, $"The {id.Kind} '{id.Key}' is not as it was written: something else changes the account files at the same time.", id.Key);

    /// <summary>Another program works on the account files, and did not end in time.</summary>
    /// <remarks>Wait for it to end, and apply again.</remarks>
    /// <example><code lang="text">vipw is open in another terminal.</code></example>
    public static HostError AccountsBusy(string file, string holder) =>
        new(nameof(AccountsBusy), ErrorKind.Busy, $"Users and groups cannot be changed now: {holder} holds '{file}'. Wait for it to end, and apply again.", file);

    /// <summary>A program of the system for users and groups failed.</summary>
    /// <remarks>Do what it says, and apply again.</remarks>
    /// <example><code lang="text">useradd does not like the name of a user.</code></example>
    public static HostError AccountToolFailed(ResourceId id, string command, int exitCode, string said) =>
        new(nameof(AccountToolFailed), ErrorKind.Failed, $"The {id.Kind} '{id.Key}' was not changed: '{command}' failed with exit code {exitCode}: {said}", id.Key);

    /// <summary>An account cannot go while somebody is logged in with it or something runs as it.</summary>
    /// <remarks>End that, for example with loginctl terminate-user, and apply again.</remarks>
    /// <example><code lang="text">users.users.bob is no longer declared, and bob is logged in.</code></example>
    public static HostError UserBusy(string user, string what) =>
        new(nameof(UserBusy), ErrorKind.Conflict, $"The user '{user}' cannot go while {what} runs as him. End that, for example with 'loginctl terminate-user {user}', and apply again.", user);

    /// <summary>A user or group has a name that account files cannot hold.</summary>
    /// <remarks>Use letters, digits and '_.-', a letter or '_' first, at most 32 characters.</remarks>
    /// <example><code lang="text">users.users: { "Bob Jones": {} }</code></example>
    public static HostError AccountNameInvalid(string option, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(AccountNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' in '{option}' is no name of a user or group: letters, digits and '_.-', a letter or '_' first, at most 32 characters.", name), origins);
}
