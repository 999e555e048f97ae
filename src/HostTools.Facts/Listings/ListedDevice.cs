using System.Globalization;
using System.Text.RegularExpressions;

namespace HostTools.Facts;

/// <summary>What a listing says of one device, in however many places.</summary>
internal sealed class ListedDevice(PciAddress address)
{
    private ushort? _vendor;
    private ushort? _device;
    private int? _class;
    private byte? _revision;
    private int? _node;
    private string? _name;
    private string? _maker;
    private string? _subsystemVendor;
    private string? _subsystem;
    private List<string> _modules = [];

    public PciAddress Address => address;

    public int? Group { get; set; }

    public string? Driver { get; set; }

    /// <summary>Why its line could not be read.</summary>
    public string? Problem { get; set; }

    public bool IsKnown => _vendor is not null && _device is not null && _class is not null;

    public PciDevice Make() => new(address, _vendor!.Value, _device!.Value, _class!.Value)
    {
        IommuGroup = Group,
        Driver = Driver,
        Name = _name is null ? null : PlainText.Of(_maker is null ? _name : $"{_maker} {_name}"),
        Revision = _revision,
        NumaNode = _node,
        Subsystem = _subsystem,
        Modules = _modules,
    };

    /// <summary>What stands behind the address on its line; returns why nothing could be made of it.</summary>
    public string? Describe(string rest)
    {
        if (ListingPatterns.Numbers().Match(rest) is { Success: true } numbers)
        {
            Set(numbers);
            return null;
        }

        if (ListingPatterns.ClassInWords().Match(rest) is not { Success: true } words)
            return "has no numbers; lspci -nnk writes them";
        string text = words.Groups["rest"].Value;
        if (ListingPatterns.Ids().Matches(text) is not [.., var ids])
            return "ends before vendor and device";
        _class ??= Hex(words.Groups["class"].Value) << 8;
        (_vendor, _device) = ((ushort)Hex(ids.Groups["vendor"].Value), (ushort)Hex(ids.Groups["device"].Value));
        _name ??= text[..ids.Index].Trim();
        if (ListingPatterns.Revision().Match(text[ids.Index..]) is { Success: true } revision)
            _revision = (byte)Hex(revision.Groups["rev"].Value);
        return null;
    }

    /// <summary>What the kernel said when it found it.</summary>
    public void Found(Match message) => Set(message);

    /// <summary>A line below it; false when it is none of ours.</summary>
    public bool Detail(string line)
    {
        bool isOurs = ListingPatterns.Driver().IsMatch(line);
        if (ListingPatterns.Subsystem().Match(line) is { Success: true } subsystem)
            (_subsystem, isOurs) = (_subsystem ?? subsystem.Groups["subsystem"].Value.ToLowerInvariant(), true);
        if (ListingPatterns.Modules().Match(line) is { Success: true } modules)
            (_modules, isOurs) = ([.. modules.Groups["modules"].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)], true);
        if (ListingPatterns.GroupDetail().Match(line) is { Success: true } group)
            (Group, isOurs) = (Group ?? Int(group.Groups["group"]), true);
        if (ListingPatterns.Node().Match(line) is { Success: true } node)
            (_node, isOurs) = (_node ?? Int(node.Groups["node"]), true);
        return isOurs;
    }

    /// <summary>A field of lspci -vmm.</summary>
    public void Field(string field, string value)
    {
        int? number = ListingPatterns.LastNumber().Match(value) is { Success: true } match ? Hex(match.Groups["number"].Value) : null;
        string words = number is null ? value : value[..value.LastIndexOf('[')].Trim();
        switch (field)
        {
            case "Class": _class ??= number << 8; break;
            case "Vendor": (_vendor, _maker) = (_vendor ?? (ushort?)number, words); break;
            case "Device": (_device, _name) = (_device ?? (ushort?)number, words); break;
            case "SVendor": _subsystemVendor = number?.ToString("x4", CultureInfo.InvariantCulture); break;
            case "SDevice": _subsystem ??= number is null || _subsystemVendor is null ? null : $"{_subsystemVendor}:{number:x4}"; break;
            case "Rev": _revision = byte.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte revision) ? revision : null; break;
            case "Module": _modules.Add(value); break;
            case "NUMANode": _node = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int node) ? node : null; break;
            case "IOMMUGroup": Group ??= int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int group) ? group : null; break;
        }
    }

    /// <summary>Class in 16 or 24 bits, vendor and device.</summary>
    private void Set(Match match)
    {
        string @class = match.Groups["class"].Value;
        _class ??= @class.Length == 4 ? Hex(@class) << 8 : Hex(@class);
        _vendor ??= (ushort)Hex(match.Groups["vendor"].Value);
        _device ??= (ushort)Hex(match.Groups["device"].Value);
    }

    private static int Int(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
