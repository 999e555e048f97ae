using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Finds the words for what the disk said.</summary>
internal static class DiskFailure
{
    private const int NoSpace = 28;
    private const int WindowsNoSpace = unchecked((int)0x80070070);

    /// <summary>DiskFull or StoreNotWritable.</summary>
    public static HostError Of(ModelStore store, IOException cause) => cause is RootIOException { Reason: RootFailure.NoSpace } || cause.HResult is NoSpace or WindowsNoSpace
        ? ModelErrors.DiskFull(store.Directory, cause)
        : ModelErrors.StoreNotWritable(store.Directory, cause);
}
