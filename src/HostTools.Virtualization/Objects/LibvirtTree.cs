using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HostTools.Configuration;

namespace HostTools.Virtualization;

/// <summary>
/// libvirt's words in YAML as its XML: a map is an element, a list repeats it, anything else is an attribute. <c>value</c> is an element's text; elements that
/// hold nothing but text may be said without it.
/// </summary>
internal static partial class LibvirtTree
{
    // Parent and child; elements of nothing but text.
    private static readonly HashSet<string> s_texts = new(StringComparer.Ordinal)
    {
        "devices/emulator", "disk/serial", "disk/wwn", "disk/vendor", "disk/product", "cpu/model", "cpu/vendor",
        "target/path", "source/name", "permissions/mode", "permissions/owner", "permissions/group", "permissions/label", "host/hostname",
    };

    // Elements that say yes by being there.
    private static readonly HashSet<string> s_flags = new(StringComparer.Ordinal)
    {
        "acpi", "apic", "pae", "viridian", "privnet", "readonly", "shareable", "transient", "nosharepages", "locked", "discard",
    };

    // Attributes that are on or off rather than yes or no.
    private static readonly HashSet<string> s_switches = new(StringComparer.Ordinal)
    {
        "state", "multifunction", "migratable", "stp", "ioeventfd", "event_idx", "packed", "bar", "iommu", "ats", "intremap", "caching_mode", "eim", "iotlb",
    };

    /// <summary>An element from a map.</summary>
    /// <exception cref="FormatException">It holds something that is no XML; the message says where.</exception>
    public static XElement Element(string name, ConfigMap values)
    {
        var element = new XElement(NameOf(name, name));
        Fill(element, values, name);
        return element;
    }

    /// <summary>Adds what a map holds to an element; keys that <paramref name="except"/> has are left out.</summary>
    /// <exception cref="FormatException">As above.</exception>
    public static void Fill(XElement element, ConfigMap values, string path, params string[] except)
    {
        foreach ((string key, object? value) in values)
        {
            if (!except.Contains(key))
                Add(element, key, value, $"{path}.{key}");
        }
    }

    private static void Add(XElement element, string key, object? value, string path)
    {
        switch (value)
        {
            case null:
                break;
            case ConfigMap map:
                var child = new XElement(NameOf(key, path));
                Fill(child, map, path);
                element.Add(child);
                break;
            case IReadOnlyList<object?> list:
                foreach (object? item in list)
                    Add(element, key, item, path);
                break;
            case true or false when s_flags.Contains(key):
                if (value is true)
                    element.Add(new XElement(key));
                break;
            case var scalar when key == "value" && IsText(element):
                element.Add(Text(key, scalar));
                break;
            case var scalar when s_texts.Contains($"{element.Name.LocalName}/{key}"):
                element.Add(new XElement(key, Text(key, scalar)));
                break;
            case var scalar:
                element.SetAttributeValue(NameOf(key, path), Text(key, scalar));
                break;
        }
    }

    // These have an attribute of that name.
    private static bool IsText(XElement element) => element.Name.LocalName is not ("arg" or "env" or "option" or "txt" or "property" or "parameter" or "vendor_id");

    private static string Text(string key, object scalar) => scalar switch
    {
        bool isOn => s_switches.Contains(key) ? isOn ? "on" : "off" : isOn ? "yes" : "no",
        _ => Convert.ToString(scalar, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string NameOf(string key, string path) => Name().IsMatch(key) ? key : throw new FormatException($"'{path}' is no name in XML.");

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex Name();
}
