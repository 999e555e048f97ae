namespace HostTools.Models;

/// <summary>Who may do what in a store.</summary>
/// <param name="FileMode">Permission bits of what is stored.</param>
/// <param name="DirectoryMode">Permission bits of its directories.</param>
public sealed record StoreRights(int FileMode, int DirectoryMode)
{
    /// <summary>A user's own: anybody may read what anybody may download, nobody may change it.</summary>
    public static StoreRights User { get; } = new(0x124, 0x1ED); // 0444, 0755

    /// <summary>A machine's, for one group: what is made in it belongs to the group of the directory, and others see nothing.</summary>
    public static StoreRights Shared { get; } = new(0x120, 0x5E8); // 0440, 2750
}
