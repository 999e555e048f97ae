using System.Management.Automation;
using HostTools.Configuration;

namespace HostTools.PowerShell;

/// <summary>How an evaluated host reads in PowerShell: its values are members, so that <c>$toaster.networking.hostName</c> works and completes.</summary>
internal static class ConfigView
{
    /// <summary>An output object as PowerShell gets it; only an evaluated host is dressed.</summary>
    public static object Of(object value)
    {
        if (value is not HostConfig host)
            return value;
        PSObject view = PSObject.AsPSObject(host);
        foreach ((string name, object? part) in MetaOf(host).Concat(host.Values.Select(static value => (value.Key, value.Value))))
        {
            // The type's own members win, then what the list shows; such a value is still there under Values.
            if (view.Properties[name] is null)
                view.Properties.Add(new PSNoteProperty(name, part));
        }

        return view;
    }

    // What the list view shows can be filtered by: Where-Object System -eq x86_64-linux.
    private static IEnumerable<(string Name, object? Value)> MetaOf(HostConfig host) =>
    [
        (nameof(HostMeta.System), host.Meta.System),
        (nameof(HostMeta.Target), host.Meta.Target),
        (nameof(HostMeta.StateVersion), host.Meta.StateVersion),
        (nameof(HostMeta.Users), host.Meta.Users),
    ];
}
