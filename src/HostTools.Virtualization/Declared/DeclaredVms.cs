using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Renders <c>virtualisation.vms</c>.</summary>
internal sealed class DeclaredVms(HostConfig config, ResourceSet into)
{
    private readonly List<HostError> _errors = [];
    private readonly Lazy<HashSet<string>> _bridges = new(() => [.. Names(config, "networking", "bridges"), .. Names(config, "virtualisation", "libvirt", "networks").Select(name => Bridge(config, name)).OfType<string>()]);
    private readonly Lazy<HashSet<string>> _networks = new(() => [.. Names(config, "virtualisation", "libvirt", "networks")]);

    /// <summary>Adds every machine.</summary>
    /// <exception cref="HostToolsException">VmDeclarationWrong, for each.</exception>
    public void Realise()
    {
        if (!config.TryGet(out object? value, "virtualisation", "vms") || value is not ConfigMap machines)
            return;
        foreach ((string name, object? machine) in machines.OrderBy(static machine => machine.Key, StringComparer.Ordinal))
        {
            if (machine is ConfigMap values && new VmOptions(values) is var own && own.Flag("enable"))
                Add(name, own);
        }

        if (_errors.Count > 0)
            throw new HostToolsException(_errors);
    }

    private void Add(string name, VmOptions own)
    {
        IReadOnlyList<Origin> places = config.OriginsOf("virtualisation", "vms", name);
        try
        {
            if (!VmNames.IsName(name))
                throw new FormatException(VmNames.Rule + ".");
            into.Add(new VmResource(SpecOf(name, own))
            {
                IsAutostart = own.Flag("autostart"),
                IsPinned = own.Flag("cpu", "pinning", "enable"),
                ReservedCores = (int)own.Number("cpu", "pinning", "reserved"),
                StartCpu = own.Has("cpu", "pinning", "startCpu") ? (int)own.Number("cpu", "pinning", "startCpu") : null,
                EmulatorCpus = own.Text("cpu", "pinning", "emulatorCpus"),
                Bridge = own.Text("network", "type") == "bridge" && !_bridges.Value.Contains(own.Text("network", "bridge")!) ? own.Text("network", "bridge") : null, // It has a default.
                After = [.. LibvirtUnit.In(into), .. NetworkOf(own)],
                Adopts = own.Flag("adopt"),
                Origins = places,
            });
        }
        catch (FormatException problem)
        {
            _errors.Add(VirtualizationErrors.VmDeclarationWrong(name, problem.Message, places is [var place, ..] ? place : null));
        }
    }

    private VmSpec SpecOf(string name, VmOptions own)
    {
        Guid uuid = own.Text("uuid") is { } text ? Guid.Parse(text) : VmIdentity.Uuid(config.Meta.Hostname, name);
        bool isWindows = own.Text("type") == "windows-gaming";
        return new VmSpec(name, uuid)
        {
            Profile = isWindows ? VmProfile.WindowsGaming : VmProfile.LinuxServer,
            Memory = new ByteSize(own.Number("memory")),
            Cpu = new VmCpu { Cores = (int)own.Number("cpu", "cores"), Threads = (int)own.Number("cpu", "threads"), Model = own.Text("cpu", "model")! }, // It has a default.
            PageSize = own.Flag("hugepages", "enable") ? own.Text("hugepages", "size") == "2MiB" ? new ByteSize(2L << 20) : new ByteSize(1L << 30) : null,
            Firmware = new VmFirmware { IsSecure = own.Flag("secureBoot"), HasTpm = own.Flag("tpm") },
            Disks = [.. DeclaredDisks.Of(own)],
            Nics = [Nic(uuid, own)],
            PciDevices = [.. Functions(own)],
            UsbDevices = [.. own.Texts("usbDevices").Select(static id => new VmUsbDevice(Hex(id[..4]), Hex(id[5..])))],
            Inputs = own.Texts("inputs"),
            Shares = [.. own.Pairs("shares").Select(static share => new VmShare(share.Key, share.Value))],
            Screen = Enum.Parse<VmScreen>(own.Text("graphics")!, ignoreCase: true), // As above.
            Sound = Enum.Parse<VmSound>(own.Text("audio")!, ignoreCase: true), // As above.
            LookingGlass = own.Flag("lookingGlass", "enable") ? Shared(own) : null,
            HasScreamMemory = own.Text("scream", "mode") == "memory",
            Machine = own.Text("machine"),
            IsEmulated = own.Flag("emulated"),
            Overlay = own.Text("xml") is { } xml ? DeclaredOverlay.Read(xml, "domain") : null,
        };
    }

    private static VmNic Nic(Guid uuid, VmOptions own)
    {
        VmNicKind kind = Enum.Parse<VmNicKind>(own.Text("network", "type")!, ignoreCase: true); // It has a default.
        return new VmNic(kind, VmIdentity.Mac(uuid, 0))
        {
            Source = kind switch
            {
                VmNicKind.Nat => own.Text("network", "name"),
                VmNicKind.Bridge => own.Text("network", "bridge"),
                VmNicKind.Macvtap => own.Text("network", "interface"),
                _ => null,
            },
            MacvtapMode = own.Text("network", "macvtapMode") ?? "bridge",
        };
    }

    private static IEnumerable<VmPciDevice> Functions(VmOptions own)
    {
        foreach ((int index, string function) in own.Texts("gpu", "functions").Index())
            yield return new VmPciDevice(Address(function), index == 0 ? own.Text("gpu", "rom") : null) { Id = own.Text("gpu", index == 0 ? "pciId" : "audioPciId") };

        foreach (string device in own.Texts("pciDevices"))
            yield return new VmPciDevice(Address(device));
    }

    private static VmSharedMemory Shared(VmOptions own)
    {
        var size = new ByteSize(own.Number("lookingGlass", "size"));
        return size.Bytes >= 1 << 20 && long.IsPow2(size.Bytes) ? new VmSharedMemory(size, own.Text("lookingGlass", "device")) { Name = own.Text("lookingGlass", "name")! } // It has a default.
            : throw new FormatException($"lookingGlass.size is {size}, which is no power of two in MiB.");
    }

    private IEnumerable<ResourceId> NetworkOf(VmOptions own) =>
        own.Text("network", "type") == "nat" && own.Text("network", "name") is { } name && _networks.Value.Contains(name) ? [new ResourceId(LibvirtKind.Network.Name, name)] : [];

    private static IEnumerable<string> Names(HostConfig config, params string[] path) => config.TryGet(out object? value, path) && value is ConfigMap map
        ? map.Where(static entry => entry.Value is ConfigMap own && own.GetValueOrDefault("enable") is not false).Select(static entry => entry.Key) : [];

    private static string? Bridge(HostConfig config, string network) => config.TryGet(out object? value, "virtualisation", "libvirt", "networks", network, "bridge", "name") ? value as string : null;

    private static PciAddress Address(string text) => PciAddress.TryParse(text, out PciAddress address) ? address : throw new FormatException($"'{text}' is no PCI address.");

    private static ushort Hex(string text) => ushort.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
