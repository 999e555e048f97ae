using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What is done with single machines. They are named by UUID: virsh takes a name such as 7 for the number of another one.</summary>
internal sealed partial class Virsh
{
    /// <summary>Names and UUIDs of all machines, in the order of their names.</summary>
    /// <exception cref="HostToolsException">LibvirtMissing; LibvirtForbidden; LibvirtUnreachable.</exception>
    public async Task<IReadOnlyList<(string Name, Guid Uuid)>> ListAsync(CancellationToken token)
    {
        ProcessResult all = await RunAsync(["list", "--all", "--uuid", "--name"], null, token).ConfigureAwait(false);
        if (all.ExitCode != 0)
            throw Unreachable(Said(all));
        var found = new List<(string, Guid)>();
        foreach (string line in all.StandardOutput.Split('\n'))
        {
            if (line.Length > 37 && Guid.TryParse(line.AsSpan(0, 36), out Guid uuid))
                found.Add((line[37..].TrimEnd(), uuid));
        }

        return [.. found.OrderBy(static machine => machine.Item1, StringComparer.Ordinal)];
    }

    /// <summary>What libvirt says of a machine in short, by the names of its fields.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public async Task<IReadOnlyDictionary<string, string>> InfoAsync(Guid machine, CancellationToken token)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in (await SayAsync(["dominfo", "--domain", Id(machine)], null, token).ConfigureAwait(false)).Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                fields[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return fields;
    }

    /// <summary>Its state in libvirt's words.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public async Task<string> StateAsync(Guid machine, CancellationToken token) => (await SayAsync(["domstate", "--domain", Id(machine)], null, token).ConfigureAwait(false)).Trim();

    /// <summary>What it is defined as, or what runs now.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused; LibvirtAnswerMalformed.</exception>
    public async Task<XElement> DefinitionAsync(Guid machine, bool isRunning, CancellationToken token) =>
        DomainText.Parse(await SayAsync(isRunning ? ["dumpxml", "--domain", Id(machine)] : ["dumpxml", "--inactive", "--domain", Id(machine)], null, token).ConfigureAwait(false), "domain");

    /// <summary>Whether it starts with the host.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public async Task<bool> IsAutostartAsync(Guid machine, CancellationToken token) => (await InfoAsync(machine, token).ConfigureAwait(false)).GetValueOrDefault("Autostart") == "enable";

    /// <summary>Says whether it starts with the host.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public Task AutostartAsync(Guid machine, bool isOn, CancellationToken token) =>
        SayAsync(isOn ? ["autostart", "--domain", Id(machine)] : ["autostart", "--disable", "--domain", Id(machine)], null, token);

    /// <summary>Says one word to a machine: <c>start</c>, <c>resume</c>, <c>dompmwakeup</c>, <c>destroy</c>.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public Task TellAsync(string verb, Guid machine, CancellationToken token) => SayAsync([verb, "--domain", Id(machine)], null, token);

    /// <summary>Asks a guest to go down: its agent where it answers, else by its power button.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public Task ShutdownAsync(Guid machine, CancellationToken token) => SayAsync(["shutdown", "--domain", Id(machine), "--mode", "agent,acpi"], null, token);

    /// <summary>Forgets a machine, and on request what belongs to it.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public async Task UndefineAsync(Guid machine, bool withSettings, bool withTpm, CancellationToken token)
    {
        string[] words = ["undefine", "--domain", Id(machine), withSettings ? "--nvram" : "--keep-nvram"];
        ProcessResult result = await RunAsync([.. words, withTpm ? "--tpm" : "--keep-tpm"], null, token).ConfigureAwait(false);
        // Before libvirt 8.9 a TPM's state was always kept, and there was no word for it.
        if (result.ExitCode != 0 && !withTpm && result.StandardError.Contains("keep-tpm", StringComparison.Ordinal))
            await SayAsync(words, null, token).ConfigureAwait(false);
        else if (result.ExitCode != 0)
            throw Failure("undefine", Said(result));
    }

    /// <summary>Addresses that a network of libvirt gave a machine, or that the host has seen of it.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="source"><c>lease</c> or <c>arp</c>.</param>
    /// <param name="token">Gives up.</param>
    public async Task<IReadOnlyList<string>> AddressesAsync(Guid machine, string source, CancellationToken token)
    {
        ProcessResult result = await RunAsync(["domifaddr", "--domain", Id(machine), "--source", source], null, token).ConfigureAwait(false);
        return result.ExitCode != 0 ? [] : [.. result.StandardOutput.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static words => words is [_, _, "ipv4" or "ipv6", _]).Select(static words => words[3])];
    }

    private static string Id(Guid machine) => machine.ToString("D");
}
