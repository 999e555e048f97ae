using System.Globalization;
using System.Text;
using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>Draws a machine as a Mermaid diagram, which pages of code hosts show.</summary>
public static class IommuMermaid
{
    /// <summary>The diagram, without the fence around it. Bridges are left out where a group has something else.</summary>
    public static string Write(IommuMap map)
    {
        var text = new StringBuilder("flowchart LR\n  host([host])\n");
        bool hasGuest = map.Groups.Any(static group => group.Devices.Any(static device => device.Goes));
        if (hasGuest)
            text.Append("  guest([guest])\n");
        int number = 0;
        foreach (IommuMapGroup group in map.Groups)
        {
            IommuMapDevice[] devices = [.. group.Devices.Where(device => !device.Device.IsBridge() || group.Devices.All(static other => other.Device.IsBridge()))];
            text.Append(CultureInfo.InvariantCulture, $"  subgraph g{group.Number?.ToString(CultureInfo.InvariantCulture) ?? "none"}[\"{group.Title}\"]\n");
            int first = number;
            foreach (IommuMapDevice device in devices)
                text.Append(CultureInfo.InvariantCulture, $"    d{number++}[\"{Safe($"{device.Device.Address.Short()} {device.Device.Name ?? device.Device.Kind}")}<br/>{Safe(device.HostDriver)}\"]\n");
            text.Append("  end\n");
            for (int at = 0; at < devices.Length; at++)
            {
                if (devices[at].Goes)
                    text.Append(CultureInfo.InvariantCulture, $"  d{first + at} -- vfio-pci --> guest\n  class d{first + at} goes\n");
                else if (devices[at].Needed is not null)
                    text.Append(CultureInfo.InvariantCulture, $"  host --- d{first + at}\n");
            }
        }

        if (hasGuest)
            text.Append("  classDef goes stroke:#0a5fb4,stroke-width:3px\n");
        return text.ToString();
    }

    /// <summary>Mermaid takes entities by number; nothing else that means something to it, to HTML or to Markdown is left.</summary>
    private static string Safe(string words)
    {
        var text = new StringBuilder();
        foreach (Rune sign in MapText.Cut(words, 80).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(sign) || sign.Value is ' ' or '.' or ':' or '-' or '_' or '/' or '(' or ')' or ',' or '+' or '…')
                text.Append(sign);
            else
                text.Append(CultureInfo.InvariantCulture, $"#{sign.Value};");
        }

        return text.ToString();
    }
}
