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
        foreach ((string name, object? part) in host.Values)
        {
            // The type's own members win; such a value is still there under Values.
            if (view.Properties[name] is null)
                view.Properties.Add(new PSNoteProperty(name, part));
        }

        return view;
    }
}
