using System.Text.Json;
using System.Text.RegularExpressions;

namespace HostTools.Cli.Tests;

/// <summary>The JSON of real runs has exactly the fields that <c>docs/json.md</c> promises.</summary>
public sealed partial class JsonPromiseTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Every_command_writes_what_is_promised()
    {
        await Check("config show", "config", "show", "nixos");
        await Check("config schema --pass-thru", "config", "schema", "--pass-thru");
        await Check("config new", "config", "new", "den", "--path", "machines");
        await Check("user new", "user", "new", "alice", "--host-name", "nixos");
        await Check("hardware export --pass-thru", "hardware", "export", "nixos", "--pass-thru");
        Directory.CreateDirectory(Path.Combine(_workspace.Tree, "machine/etc"));
        await File.WriteAllTextAsync(Path.Combine(_workspace.Tree, "machine/etc/shadow"), "root:x:1::::::\n");
        await Check("config export", "config", "export", "box", "--root", "machine");
        await Check("option list", "option", "list", "nixos", "networking.hostName");
        await Check("explain", "explain", "UnknownOption");
        await Check("file origin", "file", "origin", "nixos", "/etc/hostname");
        await Check("doctor", "doctor");
        await Check("facts", "facts", "kernel.release");
        await Check("vfio groups", "vfio", "groups", "--path", "listings/toaster.txt");
        await Check("vfio check", "vfio", "check", "--path", "listings/toaster.txt");
        await Check("vfio map --pass-thru", "vfio", "map", "--path", "listings/toaster.txt", "--pass-thru");
        await Check("vm check", "vm", "check", "--path", "listings/server.xml");
        if (File.Exists("/usr/bin/virsh"))
        {
            await Check("vm list", "vm", "list", "--connect", "test:///default");
            await Check("vm wait", "vm", "wait", "test", "--for", "running", "--connect", "test:///default");
        }

        await Check("model install --pass-thru", "model", "install", "mock:acme/tiny", "--store", "models", "--cache-dir", "hub", "--pass-thru");
        await Check("model list", "model", "list", "--store", "models");
        await Check("model test", "model", "test", "--store", "models", "--preset", "minimal");
        await Check("model export --pass-thru", "model", "export", "--store", "models", "--out-file", "models.tar", "--pass-thru");
        await Check("model import --pass-thru", "model", "import", "models.tar", "--store", "models", "--cache-dir", "hub", "--pass-thru");
        await Check("model offline --pass-thru", "model", "offline", "--off", "--store", "models", "--pass-thru");
        await Check("model update", "model", "update", "--store", "models");
        Directory.CreateDirectory(Path.Combine(_workspace.Tree, "machine/boot"));
        await File.WriteAllTextAsync(Path.Combine(_workspace.Tree, "machine/boot/limine.conf"), "/Linux\n  protocol: linux\n");
        await Check("boot list", "boot", "list", "--root", "machine");
        await Check("plan", "plan", "nixos", "--root", "out");
        await Check("apply --pass-thru", "apply", "nixos", "--root", "out", "--yes", "--pass-thru");
        await Check("generation list", "generation", "list", "--root", "out");
        await File.AppendAllTextAsync(Path.Combine(_workspace.Root, "etc/hostname"), "by hand\n");
        await Check("status", "status", "--root", "out");
        await Check("apply --pass-thru", "apply", "toaster", "--root", "out", "--yes", "--pass-thru");
        await Check("generation diff", "generation", "diff", "--root", "out");
        await Check("config diff", "config", "diff", "toaster", "nixos");
        await Check("module list", "module", "list", "homelab/*");
        await Check("generation prune --pass-thru", "generation", "prune", "--keep", "1", "--root", "out", "--yes", "--pass-thru");
        await Check("uninstall --pass-thru", "uninstall", "--root", "out", "--yes", "--pass-thru");
        await File.AppendAllTextAsync(_workspace.Host, "  networking.hostNam: x\n");
        await Check("config check", "config", "check", "toaster");
    }

    private async Task Check(string command, params string[] arguments)
    {
        Result result = await Executable.RunAsync(_workspace.Tree, [.. arguments, "--output", "json"]);
        JsonElement[] elements = [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()];
        Assert.True(elements.Length > 0, $"{command}: {result.Error}");
        Assert.Equal(
            Promised(command).Order(StringComparer.Ordinal),
            elements[0].EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal));
    }

    // Fields outside parentheses of the command's row; those inside belong to the field before them.
    private IEnumerable<string> Promised(string command)
    {
        string row = File.ReadLines(Path.Combine(_workspace.Clone, "docs/json.md")).Single(line => line.Split('|') is [_, var commands, ..] && commands.Contains($"`{command}`", StringComparison.Ordinal));
        return Name().Matches(Parentheses().Replace(row.Split('|')[2], string.Empty)).Select(static match => match.Groups[1].Value);
    }

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex("`([a-zA-Z]+)`")]
    private static partial Regex Name();
}
