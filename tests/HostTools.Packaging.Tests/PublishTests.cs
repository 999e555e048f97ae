using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Packaging.Tests;

[Collection(PublicationCollection.Name)]
public sealed class PublishTests(Publication published)
{
    private static readonly string[] s_parts = ["bin", "module"];

    private static bool IsFull => Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full";

    [Fact]
    public void The_executable_finds_its_library_and_its_templates()
    {
        Programs.Run(published.Tree, published.Executable, "apply", "toaster", "--root", "out", "--yes");
        Assert.Equal("toaster\n", File.ReadAllText(Path.Combine(published.Tree, "out/etc/hostname")));
        Programs.Run(published.Tree, published.Executable, "config", "new", "den", "--path", "machines");
        Programs.Run(Path.Combine(published.Tree, "machines"), published.Executable, "config", "check");
        Assert.Contains("asking once", Programs.Run(published.Tree, published.Executable, "apply", "--help"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_module_loads_by_name_and_works()
    {
        Skip.If(Programs.Find("pwsh") is null, "pwsh 7.6 is not on PATH.");
        string said = Programs.Run(
            published.Tree, "pwsh", "-NoProfile", "-NonInteractive", "-Command",
            $"""
            $env:PSModulePath = '{published.Modules}' + [IO.Path]::PathSeparator + $env:PSModulePath
            (Get-HostConfig nixos).networking.hostName
            (Get-Module HostTools).Path
            (Get-Help Get-HostPlan).Synopsis
            (New-HostConfig den -Path pwsh-machines).GetType().Name
            """);
        string[] lines = said.Split('\n');
        Assert.Equal("nixos", lines[0]);
        Assert.StartsWith(published.Modules, lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Shows what applying a host would change", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Module_and_executable_have_one_version()
    {
        string version = Path.GetFileName(Directory.GetDirectories(Path.Combine(published.Modules, "HostTools")).Single());
        Assert.Equal(version + "\n", Programs.Run(published.Tree, published.Executable, "--version"));
        string manifest = File.ReadAllText(Path.Combine(published.Modules, "HostTools", version, "HostTools.psd1"));
        Assert.Equal(version, Regex.Match(manifest, "ModuleVersion += '(.+)'").Groups[1].Value);
        Assert.StartsWith($"hosttools ({version}) ", File.ReadAllText(Path.Combine(Programs.Clone, "packaging/debian/changelog")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_published_knows_where_it_was_built()
    {
        byte[] clone = Encoding.UTF8.GetBytes(Programs.Clone + "/");
        string[] found = [.. Files(published.Folder).Where(file => File.ReadAllBytes(Path.Combine(published.Folder, file)).AsSpan().IndexOf(clone) >= 0)];
        Assert.Empty(found);
        Assert.DoesNotContain(Files(published.Folder), static file => file.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Another_clone_gives_the_same_bytes()
    {
        Skip.IfNot(IsFull, "runs in the full depth only");
        using var other = new TemporaryFolder();
        string clone = Path.Combine(other.Path, "clone");
        Programs.Run(other.Path, "git", "clone", "-q", Programs.Clone, clone);
        Programs.Run(other.Path, "sh", "-c", $"cd '{Programs.Clone}' && git ls-files -mo --exclude-standard | while read -r f; do [ -f \"$f\" ] && cp --parents \"$f\" '{clone}'; done; true");
        Publication.Publish(clone, Path.Combine(other.Path, "out"));
        foreach (string folder in s_parts)
            Programs.Run(other.Path, "diff", "-r", Path.Combine(published.Folder, folder), Path.Combine(other.Path, "out", folder));
    }

    [SkippableFact]
    public void Without_ready_to_run_code_and_with_the_runtime_it_works_as_well()
    {
        Skip.IfNot(IsFull, "runs in the full depth only");
        foreach (string property in (string[])["-p:ReadyToRun=false", "-p:WithRuntime=true"])
        {
            using var other = new TemporaryFolder();
            Publication.Publish(Programs.Clone, other.Path, property);
            string executable = Path.Combine(other.Path, "bin/hosttools");
            Programs.Run(published.Tree, "env", "-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", executable, "plan", "toaster", "--root", "other");
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        s_parts.SelectMany(part => Directory.EnumerateFiles(Path.Combine(folder, part), "*", SearchOption.AllDirectories)).Select(file => Path.GetRelativePath(folder, file));
}
