using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>An apply of a machine and homes that has not ended.</summary>
/// <param name="Id">Its name, 32 hexadecimal digits; the journals of its members have it.</param>
/// <param name="IsCommitted">All members were prepared, and stay.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="User">Who asked for it.</param>
/// <param name="Homes">The homes it is of, in their order; the machine comes before them.</param>
internal sealed record GroupRecord(string Id, bool IsCommitted, DateTimeOffset StartedAt, string User, IReadOnlyList<GroupHome> Homes);

/// <summary>A home of a group.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Directory">Where it lies, inside the machine's root.</param>
internal sealed record GroupHome(string User, string Directory)
{
    /// <summary>Its user's numbers, for when the machine's part takes the account away; null where the account says it.</summary>
    public UserIds? Ids { get; init; }

    public static GroupHome Of(HomeAccount account) => new(account.User, account.Directory) { Ids = account.Ids() };
}
