using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Looks whether there is room before the first byte is fetched.</summary>
internal static class DiskRoom
{
    private const long Small = 64 << 20;

    /// <summary>What is still to come has to fit, and leave a reserve.</summary>
    /// <exception cref="HostToolsException">DiskTooSmall.</exception>
    public static void Require(ModelStore store, IReadOnlyList<WantedFile> files, ByteSize reserve)
    {
        long missing = files.Where(static file => file.Stored is null).DistinctBy(static file => file.Key)
            .Sum(file => ModelOutlook.Missing(store, file.Key, file.Expected.Size ?? 0));
        if (missing == 0)
            return;
        store.MakeDirectory("/");
        long needed = missing + (missing > Small ? reserve.Bytes : 0);
        if (store.Root.FreeSpace("/") is var free && free < needed)
            throw new HostToolsException(ModelErrors.DiskTooSmall(store.Directory, new ByteSize(needed), new ByteSize(free)));
    }
}
