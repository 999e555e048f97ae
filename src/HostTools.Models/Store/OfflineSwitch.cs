using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Says of a store that no server is asked for it until somebody says otherwise: its empty file <c>offline</c>.</summary>
/// <param name="store">The store.</param>
public sealed class OfflineSwitch(ModelStore store)
{
    private const string File = "/offline";

    /// <summary>No server is asked.</summary>
    public bool IsOn => store.Root.Stat(File) is not null;

    /// <summary>Changes it; nothing happens where it is so already.</summary>
    /// <param name="isOn">No server is asked from now on.</param>
    /// <exception cref="HostToolsException">StoreNotWritable.</exception>
    public void Turn(bool isOn)
    {
        if (isOn == IsOn)
            return;
        store.MakeDirectory("/");
        try
        {
            if (isOn)
                store.Root.OpenOrCreate(File, StoreFiles.ModeIn(store, "/")).Dispose();
            else
                store.Root.RemoveFile(File);
        }
        catch (IOException cause)
        {
            throw new HostToolsException(DiskFailure.Of(store, cause));
        }
    }

    /// <summary>How the network is used for the store: as it is set, and not at all when this switch says so.</summary>
    /// <remarks>HF_HUB_OFFLINE does not count: it keeps the programs that use models from asking, and what they find is fetched here.</remarks>
    public NetworkSettings Over(NetworkSettings settings) => settings.IsOffline ? settings
        : IsOn ? settings with { IsOffline = true, OfflineBecause = $"the store '{store.Directory}' is offline: Set-AiModelOffline -Off (hosttools model offline --off) ends that" }
        : settings;
}
