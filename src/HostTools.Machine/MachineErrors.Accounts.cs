using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of users and groups.</summary>
public static partial class MachineErrors
{
    /// <summary>passwd or one of its sisters is a link, a directory or a device.</summary>
    public static HostError AccountFileUnusual(string file) =>
        new(nameof(AccountFileUnusual), ErrorKind.Conflict, $"'{file}' is no regular file, so users and groups are not written to it. Put a file there.", file);

    /// <summary>The account files cannot be read.</summary>
    public static HostError AccountsUnreadable(string file, string why) =>
        new(nameof(AccountsUnreadable), ErrorKind.PermissionDenied, $"Users and groups cannot be read from '{file}': {why}", file);

    /// <summary>A line of passwd has too few or too many fields.</summary>
    public static HostError AccountLineMalformed(string file, string user) =>
        new(nameof(AccountLineMalformed), ErrorKind.Conflict, $"The line of '{user}' in '{file}' does not have seven fields. Mend it by hand, for example with vipw.", user);

    /// <summary>A user's primary group does not exist and is not declared.</summary>
    public static HostError GroupMissing(string user, string group, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(GroupMissing), ErrorKind.NotFound,
            $"'{group}', the primary group of '{user}', does not exist on the target. Declare it: users.groups.{group}: {{}}", group), origins);

    /// <summary>A number is wanted that another account has.</summary>
    public static HostError NumberTaken(ResourceId id, string number, string owner, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(NumberTaken), ErrorKind.Conflict,
            $"The {id.Kind} '{id.Key}' cannot have the number {number}: '{owner}' has it. Choose another, or leave it out to get a free one.", id.Key), origins);

    /// <summary>An account that exists has another number.</summary>
    public static HostError NumberDiffers(ResourceId id, string now, string wanted, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(NumberDiffers), ErrorKind.Conflict,
            $"The {id.Kind} '{id.Key}' has the number {now} on the target, not {wanted}. Numbers of existing accounts are not changed, since files belong to them. Write {now}, or leave it out.", id.Key), origins);

    /// <summary>No number is left in the range.</summary>
    public static HostError NumbersUsedUp(string kind, string name) =>
        new(nameof(NumbersUsedUp), ErrorKind.Conflict, $"No number is free for the {kind} '{name}' in the range that /etc/login.defs gives. Widen the range there.", name);

    /// <summary>What was written is not there.</summary>
    public static HostError AccountNotAsWritten(ResourceId id) =>
        new(nameof(AccountNotAsWritten), ErrorKind.Conflict, $"The {id.Kind} '{id.Key}' is not as it was written: something else changes the account files at the same time.", id.Key);

    /// <summary>A name that account files cannot hold.</summary>
    public static HostError AccountNameInvalid(string option, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(AccountNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' in '{option}' is no name of a user or group: letters, digits and '_.-', a letter or '_' first, at most 32 characters.", name), origins);
}
