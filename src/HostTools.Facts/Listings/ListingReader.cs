using System.Globalization;
using System.Text.RegularExpressions;

namespace HostTools.Facts;

/// <summary>Reads a listing line by line and puts together what it says of each device.</summary>
internal sealed class ListingReader
{
    private const int MaximumDevices = 4096;
    private const int MaximumProblems = 100;

    /// <summary>Twice the longest command line of a kernel.</summary>
    private const int MaximumLine = 4096;

    private readonly SortedDictionary<PciAddress, ListedDevice> _devices = [];
    private readonly List<ListingProblem> _problems = [];
    private readonly List<string> _parameters = [];
    private ListedDevice? _current;
    private bool _isRecord;
    private int? _group;
    private bool? _groupIsIndented;
    private string? _vendor;
    private string? _model;
    private bool? _remaps;
    private bool _tellsDrivers;

    public void Take(string raw, int number)
    {
        string line = Plain(raw);
        if (line.Length == 0)
        {
            _isRecord = false;
            return;
        }

        // lspci -vv says the group below a device, which has none from elsewhere then; scripts say it above.
        bool isDetail = _isRecord || _current is { Group: null } && IsIndented(raw);
        if (!isDetail && ListingPatterns.Group().Match(line) is { Success: true } header)
        {
            (_group, _groupIsIndented, _current, _isRecord) = (Int(header.Groups["group"]), null, null, false);
            line = header.Groups["rest"].Value.Trim();
            if (line.Length == 0)
                return;
        }

        if (ListingPatterns.Field().Match(line) is { Success: true } field && (_isRecord || field.Groups["field"].Value == "Slot"))
            TakeField(field.Groups["field"].Value, field.Groups["value"].Value.Trim());
        else if (ListingPatterns.Device().Match(line) is { Success: true } device)
            TakeDevice(device, line, number, IsIndented(raw));
        else if (!TakeMessage(line) && !TakeDetail(line))
            TakeSystem(line);
    }

    public HardwareListing Finish()
    {
        PciDevice[] devices = [.. _devices.Values.Where(static device => device.IsKnown).Select(static device => device.Make())];
        string? image = KernelParameters.Value(_parameters, "BOOT_IMAGE");
        string? kernel = image is not null && image.IndexOf("vmlinuz-", StringComparison.Ordinal) is var at and >= 0 ? image[(at + "vmlinuz-".Length)..] : null;
        string? vendor = _vendor ?? devices.FirstOrDefault(static device => device.Class >> 8 == 0x0600)?.VendorId switch { 0x8086 => "GenuineIntel", 0x1022 => "AuthenticAMD", _ => null };
        bool hasGroups = devices.Any(static device => device.IommuGroup is not null);
        var facts = new TargetFacts
        {
            Pci = devices,
            KernelParameters = _parameters,
            Kernel = kernel,
            Cpu = vendor is null && _model is null ? null : new CpuFacts(1) { Vendor = vendor, Model = _model },
            Iommu = new IommuFacts { RemapsInterrupts = _remaps, Groups = [.. devices.Select(static device => device.IommuGroup).OfType<int>().Distinct().Order().Select(static group => new IommuGroupFacts(group))] },
        };
        foreach (ListedDevice device in _devices.Values.Where(static device => !device.IsKnown && device.Problem is null))
            Report(new ListingProblem(0, device.Address.ToString(), "of kernel messages does not say what device it is") { Address = device.Address, IommuGroup = device.Group });
        return new HardwareListing(facts, _problems) { TellsGroups = hasGroups, TellsDrivers = _tellsDrivers };
    }

    private void TakeDevice(Match match, string line, int number, bool isIndented)
    {
        _isRecord = false;
        // Another listing begins: its lines are not set in like those of the group.
        if (_group is not null && (_groupIsIndented ??= isIndented) != isIndented)
            _group = null;
        if (Open(match.Groups["address"].Value) is not { } device)
            return;
        device.Group ??= _group;
        string rest = match.Groups["rest"].Value;
        if (device.Describe(rest) is { } reason)
        {
            device.Problem = reason;
            if (!device.IsKnown)
                Report(new ListingProblem(number, line, reason) { IommuGroup = _group, Address = device.Address });
        }

        if (ListingPatterns.Driver().Match(rest) is { Success: true } driver)
            Drive(device, driver.Groups["driver"].Value);
    }

    private void TakeField(string field, string value)
    {
        if (field == "Slot")
        {
            _isRecord = true;
            _current = PciAddress.TryParse(value, out _) ? Open(value) : null;
            return;
        }

        if (field == "Driver" && _current is not null)
            Drive(_current, value);
        else
            _current?.Field(field, value);
    }

    /// <summary>Messages of the kernel.</summary>
    private bool TakeMessage(string line)
    {
        if (ListingPatterns.Remapping().IsMatch(line))
            _remaps = true;
        if (ListingPatterns.Added().Match(line) is { Success: true } added && Open(added.Groups["address"].Value) is { } device)
            device.Group ??= Int(added.Groups["group"]);
        else if (ListingPatterns.Found().Match(line) is { Success: true } found && Open(found.Groups["address"].Value) is { } one)
            one.Found(found);
        else
            return false;
        _current = null;
        return true;
    }

    /// <summary>Lines below a device.</summary>
    private bool TakeDetail(string line)
    {
        if (_current is not { } device)
            return false;
        if (ListingPatterns.Driver().Match(line) is { Success: true } driver)
            Drive(device, driver.Groups["driver"].Value);
        return device.Detail(line);
    }

    private void TakeSystem(string line)
    {
        if (ListingPatterns.Processor().Match(line) is { Success: true } processor)
            _vendor ??= processor.Groups["vendor"].Value;
        else if (ListingPatterns.Model().Match(line) is { Success: true } model)
            _model ??= model.Groups["model"].Value;
        else if (ListingPatterns.CommandLine().IsMatch(line))
            _parameters.AddRange(KernelParameters.Parse(Inner(line)).Where(static word => word is not ("$" or "#" or "Command" or "line:" or "Kernel" or "command")));
    }

    /// <summary>What a boot loader's variable holds: the text between its quotes.</summary>
    private static string Inner(string line) =>
        line.IndexOf("=\"", StringComparison.Ordinal) is var at and > 0 && line.StartsWith("GRUB_CMDLINE", StringComparison.Ordinal) ? line[(at + 2)..].TrimEnd('"') : line;

    private ListedDevice? Open(string text)
    {
        if (!PciAddress.TryParse(text, out PciAddress address))
            return null;
        if (!_devices.TryGetValue(address, out ListedDevice? device) && _devices.Count < MaximumDevices)
            _devices.Add(address, device = new ListedDevice(address));
        return _current = device;
    }

    private void Drive(ListedDevice device, string driver)
    {
        device.Driver ??= driver;
        _tellsDrivers = true;
    }

    private void Report(ListingProblem problem)
    {
        if (_problems.Count < MaximumProblems)
            _problems.Add(problem);
    }

    /// <summary>Whether a line begins with blanks, behind the marks of a quotation.</summary>
    private static bool IsIndented(string raw)
    {
        while (raw.StartsWith('>'))
            raw = raw.Length > 1 && raw[1] == ' ' ? raw[2..] : raw[1..];
        return raw.Length > 0 && char.IsWhiteSpace(raw[0]);
    }

    /// <summary>Without decoration and signs that do something, with single blanks.</summary>
    private static string Plain(string raw)
    {
        string line = raw.Length > MaximumLine ? raw[..MaximumLine] : raw;
        line = ListingPatterns.Decoration().Replace(line, string.Empty);
        return string.Join(' ', PlainText.Of(line, MaximumLine).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static int Int(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
}
