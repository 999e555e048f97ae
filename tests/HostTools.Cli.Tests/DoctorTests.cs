using System.Text.Json;

namespace HostTools.Cli.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task This_machine_can_do_what_the_tests_do()
    {
        (int exitCode, Dictionary<string, JsonElement> found) = await AskAsync("doctor");
        Assert.Equal(0, exitCode);
        Assert.Equal(("ok", "ok"), (Status(found, "dotnet"), Status(found, "kernel")));
        foreach (string name in (string[])["clock", "permissions", "state.writable", "state.space", "systemd", "packages", "program.git", "kvm", "iommu"])
            Assert.Contains(name, found.Keys);
        Assert.DoesNotContain("powershell", found.Keys);
        Assert.All(found.Values, static need => Assert.Equal(need.GetProperty("status").GetString() == "ok", need.GetProperty("remedy").GetString()!.Length == 0));
    }

    [Theory]
    [InlineData("ID=debian", "sudo apt-get install git", "update-initramfs", "sudo apt-get install initramfs-tools")]
    [InlineData("ID=fedora", "sudo dnf install git", "dracut", "sudo dnf install dracut")]
    [InlineData("ID=cachyos\nID_LIKE=arch", "sudo pacman -S git", "mkinitcpio", "sudo pacman -S mkinitcpio")]
    public async Task What_a_folder_lacks_is_told_with_the_command_of_its_distribution(string os, string git, string program, string remedy)
    {
        Write("etc/os-release", os + "\n");
        (int exitCode, Dictionary<string, JsonElement> found) = await AskAsync("doctor", "toaster", "--root", "out");
        Assert.Equal(0, exitCode);
        Assert.Equal(git, found["program.git"].GetProperty("remedy").GetString());
        Assert.Equal(remedy, found["program." + program].GetProperty("remedy").GetString());
        Assert.Contains("'toaster'", found["program." + program].GetProperty("wanted").GetString(), StringComparison.Ordinal);
        Assert.Equal("warning", Status(found, "program.systemctl"));
        Assert.DoesNotContain("kvm", found.Keys);

        Write("usr/bin/git", "");
        Assert.Equal("ok", Status((await AskAsync("doctor", "--root", "out")).Found, "program.git"));
    }

    [Fact]
    public async Task Without_a_host_only_the_machine_is_looked_at()
    {
        Directory.CreateDirectory(_workspace.Root);
        Dictionary<string, JsonElement> found = (await AskAsync("doctor", "--root", "out")).Found;
        Assert.DoesNotContain("program.systemctl", found.Keys);
        Assert.Equal("warning", Status(found, "packages"));
    }

    [Fact]
    public async Task A_host_for_another_processor_is_an_error()
    {
        // The head of an ELF file for aarch64 (machine 183).
        byte[] head = new byte[64];
        (head[0], head[1], head[2], head[3], head[4], head[5], head[6], head[16], head[18]) = (0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 2, 183);
        Write("bin/sh", "");
        await File.WriteAllBytesAsync(Path.Combine(_workspace.Root, "bin/sh"), head);
        (int exitCode, Dictionary<string, JsonElement> found) = await AskAsync("doctor", "toaster", "--root", "out");
        Assert.Equal(1, exitCode);
        Assert.Equal(("error", "aarch64"), (Status(found, "architecture.toaster"), found["architecture.toaster"].GetProperty("found").GetString()));
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_said_beside_the_machine()
    {
        Result result = await Executable.RunAsync(_workspace.Tree, "doctor", "toastr");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("dotnet", result.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'toaster'?", result.Error, StringComparison.Ordinal);
    }

    private static string? Status(Dictionary<string, JsonElement> found, string name) => found[name].GetProperty("status").GetString();

    private async Task<(int ExitCode, Dictionary<string, JsonElement> Found)> AskAsync(params string[] arguments)
    {
        Result result = await Executable.RunAsync(_workspace.Tree, [.. arguments, "--output", "json"]);
        return (result.ExitCode, JsonDocument.Parse(result.Output).RootElement.EnumerateArray().ToDictionary(static need => need.GetProperty("name").GetString()!));
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(_workspace.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
