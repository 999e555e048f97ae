using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts.Tests;

/// <summary>A machine that is a folder: sysfs, procfs and configuration as the kernel and a distribution lay them out.</summary>
public sealed class FakeMachine : IDisposable
{
    private readonly Dictionary<string, string> _folders = [];

    /// <summary>Bridges with nothing below.</summary>
    private readonly List<string> _bridges = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("hosttools-fake-").FullName;

    public Root Root => Root.At(Folder);

    public TargetFacts Facts => TargetFacts.Read(Root);

    /// <summary>A machine of the table <c>tests/fixtures/iommu/NAME</c>: one line per device with group, address, class, identifiers and driver.</summary>
    /// <param name="name">The table.</param>
    /// <param name="only">Which of its devices; all when not given.</param>
    public static FakeMachine Of(string name, Func<FakeDevice, bool>? only = null)
    {
        var machine = new FakeMachine();
        foreach (FakeDevice device in Table(name).Where(only ?? (static _ => true)))
            machine.Device(device);
        return machine;
    }

    public static IReadOnlyList<FakeDevice> Table(string name) =>
        [.. File.ReadLines(Path.Combine(Fixtures(), name + ".txt")).Where(static line => line.Length > 0 && line[0] != '#').Select(FakeDevice.Parse)];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Adds a device below the bridge that was added last for its bus, else on the root bus.</summary>
    public string Device(FakeDevice device, string resets = "flr bus")
    {
        string address = "0000:" + device.Address;
        string folder = $"{Above(device)}/{address}";
        _folders[address] = folder;
        if (device.Class == "0604")
            _bridges.Add(address);
        Write($"{folder}/vendor", $"0x{device.Id[..4]}\n");
        Write($"{folder}/device", $"0x{device.Id[5..]}\n");
        Write($"{folder}/class", $"0x{device.Class}{Interface(device.Class)}\n");
        Write($"{folder}/subsystem_vendor", "0x1458\n");
        Write($"{folder}/subsystem_device", "0x1000\n");
        Write($"{folder}/revision", "0x01\n");
        Write($"{folder}/numa_node", "-1\n");
        Write($"{folder}/driver_override", "(null)\n");
        Write($"{folder}/reset_method", resets + "\n");
        Write($"{folder}/resource", "0x00000000f0000000 0x00000000ffffffff 0x000000000014220c\n0x0000000000000000 0x0000000000000000 0x0000000000000000\n");
        if (device.Class == "0300")
            Write($"{folder}/boot_vga", "0\n");
        Link($"sys/bus/pci/devices/{address}", "../../../" + folder["sys/".Length..]);
        if (device.Driver is { } driver)
        {
            Directory.CreateDirectory(Path.Combine(Folder, $"sys/bus/pci/drivers/{driver}"));
            Link($"{folder}/driver", $"/sys/bus/pci/drivers/{driver}");
            Link($"sys/bus/pci/drivers/{driver}/{address}", "/" + folder);
        }

        if (device.Group is { } group)
        {
            Write($"sys/kernel/iommu_groups/{group}/type", "DMA-FQ\n");
            Link($"{folder}/iommu_group", $"/sys/kernel/iommu_groups/{group}");
            Link($"sys/kernel/iommu_groups/{group}/devices/{address}", "/" + folder);
            Directory.CreateDirectory(Path.Combine(Folder, "sys/class/iommu/unit0"));
        }

        return folder;
    }

    /// <summary>The folder of a device, to put something into it.</summary>
    public string FolderOf(string address) => _folders["0000:" + address];

    /// <summary>A disk that hangs on a device, with partitions.</summary>
    public void Disk(string name, string address, int partitions)
    {
        string folder = $"{FolderOf(address)}/block/{name}";
        Write($"{folder}/size", "1000000\n");
        for (int part = 1; part <= partitions; part++)
            Write($"{folder}/{(char.IsDigit(name[^1]) ? name + "p" : name)}{part}/partition", $"{part}\n");
        Link($"sys/block/{name}", "../" + folder["sys/".Length..]);
    }

    /// <summary>A network interface that hangs on a device.</summary>
    public void Interface(string name, string address)
    {
        string folder = $"{FolderOf(address)}/net/{name}";
        Write($"{folder}/type", "1\n");
        Write($"{folder}/operstate", "up\n");
        Link($"sys/class/net/{name}", "../../" + folder["sys/".Length..]);
    }

    public void DefaultRoute(string name) =>
        Write("proc/net/route", $"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n{name}\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n");

    /// <summary>A USB device at a controller, with one interface of a class.</summary>
    public void Usb(string port, string address, string id, string product, string @class, string protocol)
    {
        string folder = $"{FolderOf(address)}/usb{port[0]}/{port}";
        Write($"{folder}/idVendor", id[..4] + "\n");
        Write($"{folder}/idProduct", id[5..] + "\n");
        Write($"{folder}/product", product + "\n");
        Write($"{folder}/{port}:1.0/bInterfaceClass", @class + "\n");
        Write($"{folder}/{port}:1.0/bInterfaceSubClass", "01\n");
        Write($"{folder}/{port}:1.0/bInterfaceProtocol", protocol + "\n");
        Link($"sys/bus/usb/devices/{port}", "../../../" + folder["sys/".Length..]);
        Link($"sys/bus/usb/devices/{port}:1.0", "../../../" + folder["sys/".Length..] + $"/{port}:1.0");
    }

    public void Mount(string path, string type, string source) =>
        File.AppendAllText(Prepare("proc/self/mountinfo"), string.Create(CultureInfo.InvariantCulture, $"30 1 259:1 / {path} rw - {type} {source} rw\n"));

    public void Processor(string vendor, string kernel = "6.12.4-1-default", string commandLine = "root=/dev/sda1 quiet")
    {
        Write("proc/cpuinfo", $"processor : 0\nvendor_id : {vendor}\nmodel name : Fake\nflags : fpu\n");
        Write("proc/sys/kernel/osrelease", kernel + "\n");
        Write("proc/cmdline", commandLine + "\n");
    }

    public void Write(string path, string text) => File.WriteAllText(Prepare(path), text);

    public void Link(string path, string target)
    {
        string full = Prepare(path);
        if (!File.Exists(full) && new FileInfo(full).LinkTarget is null)
            File.CreateSymbolicLink(full, target);
    }

    private string Above(FakeDevice device)
    {
        string root = "sys/devices/pci0000:00";
        if (device.Address.StartsWith("00:", StringComparison.Ordinal))
            return root;
        string mate = _folders.Keys.FirstOrDefault(other => other[5..7] == device.Address[..2]) is { } same ? Path.GetDirectoryName(_folders[same])! : string.Empty;
        if (mate.Length > 0)
            return mate;
        string? bridge = _bridges.LastOrDefault();
        if (bridge is null)
            return root;
        _bridges.Remove(bridge);
        return _folders[bridge];
    }

    private static string Interface(string @class) => @class switch { "0c03" => "30", "0108" => "02", "0106" => "01", _ => "00" };

    private string Prepare(string path)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    private static string Fixtures()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "fixtures", "iommu");
    }
}

/// <summary>A line of a table of devices; <c>-</c> stands for no group and no driver.</summary>
public sealed record FakeDevice(int? Group, string Address, string Class, string Id, string? Driver)
{
    public static FakeDevice Parse(string line) => line.Split(' ') is [var group, var address, var @class, var id, var driver]
        ? new FakeDevice(group == "-" ? null : int.Parse(group, CultureInfo.InvariantCulture), address, @class, id, driver == "-" ? null : driver)
        : throw new FormatException(line);
}
