using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Files;

/// <summary>Adds the triggers of <c>activation.triggers</c> that a resource names.</summary>
internal sealed class DeclaredTriggers(HostConfig config, ResourceSet into, List<HostError> errors)
{
    /// <summary>Called when all files and units are in the set.</summary>
    public void Realise()
    {
        Dictionary<string, Entry> declared = Entry.Of(config, "activation", "triggers").ToDictionary(static entry => entry.Name, StringComparer.Ordinal);
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Resource resource in into.Resources)
        {
            foreach (string name in resource.Triggers)
            {
                if (declared.ContainsKey(name))
                    used.Add(name);
                else if (into.Find(new ResourceId("trigger", name)) is null)
                    errors.Add(MachineErrors.TriggerUnknown(name, resource.Id.Key, declared.Keys.Order(StringComparer.Ordinal), resource.Origins));
            }
        }

        foreach (string name in used)
            into.Add(Trigger(declared[name], used));
    }

    private static TriggerResource Trigger(Entry entry, SortedSet<string> used) => new(entry.Name)
    {
        Command = entry.Texts("command"),
        OfflineCommand = entry.Texts("offlineCommand"),
        After = [.. entry.Texts("after").Concat(ReloadOf(entry)).Distinct(StringComparer.Ordinal).Where(used.Contains).Select(static name => new ResourceId("trigger", name))],
        Origins = entry.OriginsOf("command"),
    };

    /// <summary>What tells systemd about a unit comes after systemd has read its units.</summary>
    private static string[] ReloadOf(Entry entry) =>
        entry.Texts("command") is ["systemctl", not "daemon-reload", ..] && !entry.Name.StartsWith("systemd-", StringComparison.Ordinal) ? ["systemd-reload"] : [];
}
