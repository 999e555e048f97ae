namespace HostTools.Models;

/// <summary>Small files of a store beside its bytes.</summary>
internal static class StoreFiles
{
    private const int Others = 0x7;
    private const int ForAll = 0x1A4; // 0644
    private const int ForGroup = 0x1A0; // 0640

    /// <summary>Permission bits of files in a directory of the store: nobody reads them whom the directory keeps out.</summary>
    public static int ModeIn(ModelStore store, string folder) => store.Root.Stat(folder) is { } status && (status.Mode & Others) == 0 ? ForGroup : ForAll;
}
