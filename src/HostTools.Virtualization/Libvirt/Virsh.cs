using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>libvirt by its own command, always at an address that is said.</summary>
/// <param name="processes">Starts it.</param>
/// <param name="uri">Address of the daemon: <c>qemu:///system</c>.</param>
internal sealed partial class Virsh(IProcessRunner processes, string uri)
{
    public const string System = "qemu:///system";

    private static readonly Dictionary<string, string?> s_environment = new() { ["LC_ALL"] = "C.UTF-8" };

    public string Uri => uri;

    /// <summary>Names of all machines, of those that run.</summary>
    /// <exception cref="HostToolsException">LibvirtMissing; LibvirtForbidden; LibvirtUnreachable.</exception>
    public async Task<(IReadOnlySet<string> All, IReadOnlySet<string> Running)> NamesAsync(CancellationToken token)
    {
        ProcessResult all = await RunAsync(["list", "--all", "--name"], null, token).ConfigureAwait(false);
        if (all.ExitCode != 0)
            throw Unreachable(Said(all));
        return (Lines(all.StandardOutput), Lines(await SayAsync(["list", "--name"], null, token).ConfigureAwait(false)));
    }

    /// <summary>What a machine is defined as, whether or not it runs otherwise.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused; LibvirtAnswerMalformed.</exception>
    public async Task<XElement> DefinitionAsync(string name, CancellationToken token) =>
        DomainText.Parse(await SayAsync(["dumpxml", "--inactive", "--domain", name], null, token).ConfigureAwait(false), "domain");

    /// <summary>Whether it starts with the host.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public async Task<bool> IsAutostartAsync(string name, CancellationToken token) =>
        (await SayAsync(["dominfo", "--domain", name], null, token).ConfigureAwait(false)).Split('\n')
            .Any(static line => line.StartsWith("Autostart:", StringComparison.Ordinal) && line.EndsWith("enable", StringComparison.Ordinal));

    /// <summary>Defines a machine, or defines it anew.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public Task DefineAsync(XElement domain, CancellationToken token) => SayAsync(["define", "--validate", "/dev/stdin"], DomainText.Write(domain), token);

    /// <summary>Forgets a machine; its disks, firmware's settings and TPM stay.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public async Task UndefineAsync(string name, CancellationToken token)
    {
        ProcessResult result = await RunAsync(["undefine", "--domain", name, "--keep-nvram", "--keep-tpm"], null, token).ConfigureAwait(false);
        // Before libvirt 8.9 a TPM's state was always kept, and there was no word for it.
        if (result.ExitCode != 0 && result.StandardError.Contains("keep-tpm", StringComparison.Ordinal))
            await SayAsync(["undefine", "--domain", name, "--keep-nvram"], null, token).ConfigureAwait(false);
        else if (result.ExitCode != 0)
            throw new HostToolsException(VirtualizationErrors.LibvirtRefused("undefine", Said(result)));
    }

    /// <summary>Says whether it starts with the host.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public Task AutostartAsync(string name, bool isOn, CancellationToken token) =>
        isOn ? SayAsync(["autostart", "--domain", name], null, token) : SayAsync(["autostart", "--disable", "--domain", name], null, token);

    /// <summary>What the host can give its machines.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused; LibvirtAnswerMalformed.</exception>
    public async Task<HostAbilities> AbilitiesAsync(bool isEmulated, CancellationToken token) =>
        HostAbilities.Parse(await SayAsync(["domcapabilities", "--virttype", isEmulated ? "qemu" : "kvm", "--machine", "q35"], null, token).ConfigureAwait(false));

    /// <summary>Names, one a line, that a command of virsh lists.</summary>
    /// <exception cref="HostToolsException">LibvirtUnreachable.</exception>
    public async Task<IReadOnlySet<string>> ListAsync(string[] arguments, CancellationToken token)
    {
        ProcessResult result = await RunAsync(arguments, null, token).ConfigureAwait(false);
        return result.ExitCode == 0 ? Lines(result.StandardOutput) : throw new HostToolsException(VirtualizationErrors.LibvirtUnreachable(uri, Said(result)));
    }

    /// <summary>What virsh answers to a command.</summary>
    /// <exception cref="HostToolsException">LibvirtRefused.</exception>
    public async Task<string> SayAsync(string[] arguments, string? input, CancellationToken token)
    {
        ProcessResult result = await RunAsync(arguments, input, token).ConfigureAwait(false);
        return result.ExitCode == 0 ? result.StandardOutput : throw Failure(arguments[0], Said(result));
    }

    private Task<ProcessResult> RunAsync(string[] arguments, string? input, CancellationToken token) =>
        RunAsync(new ProcessRequest("virsh", ["--quiet", "--connect", uri, .. arguments]) { StandardInput = input, Environment = s_environment, Timeout = TimeSpan.FromMinutes(2) }, token);

    private async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
    {
        try
        {
            return await processes.RunAsync(request, token).ConfigureAwait(false);
        }
        catch (HostToolsException missing) when (missing.Errors[0].Id == nameof(PlatformErrors.ProgramNotFound))
        {
            throw new HostToolsException(VirtualizationErrors.LibvirtMissing(uri));
        }
    }

    private static HashSet<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string Said(ProcessResult result) =>
        string.Join(' ', result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static line => line.StartsWith("error: ", StringComparison.Ordinal) ? line["error: ".Length..] : line)) is { Length: > 0 } said ? said : "it gives no reason";
}
