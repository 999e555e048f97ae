using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>What content is still needed.</summary>
internal static class StoreUse
{
    /// <summary>Hashes that generations, originals, kept versions and leases need.</summary>
    /// <exception cref="HostTools.Platform.HostToolsException">A generation cannot be read; then nothing may be removed.</exception>
    public static HashSet<string> Collect(Target target, ActivationJson json, DateTimeOffset now)
    {
        var files = new GenerationFiles(target);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (int number in files.Numbers())
        {
            foreach (ManifestEntry entry in files.ReadManifest(number, json).Entries)
            {
                used.UnionWith(entry.Applied.Blobs);
                used.UnionWith(json.Providers.Of(entry.Resource).ContentOf(entry.Resource).Select(static content => content.Hash));
            }

            Originals originals = files.ReadOriginals(number, json);
            used.UnionWith(originals.States.Values.SelectMany(static state => state.Blobs));
            used.UnionWith(originals.Kept.SelectMany(static kept => kept.State.Blobs));
        }

        used.UnionWith(Lease.Collect(target.State, now));
        return used;
    }
}
