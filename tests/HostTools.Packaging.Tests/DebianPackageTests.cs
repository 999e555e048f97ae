namespace HostTools.Packaging.Tests;

[Collection(PublicationCollection.Name)]
public sealed class DebianPackageTests(Publication published)
{
    [SkippableFact]
    public void The_package_is_built_twice_alike_and_lintian_finds_no_error()
    {
        using var folder = new TemporaryFolder();
        string package = Build(folder.Path, "one");
        string again = Build(folder.Path, "two");
        Assert.Equal(File.ReadAllBytes(package), File.ReadAllBytes(again));
        string contents = Programs.Run(folder.Path, "dpkg-deb", "--contents", package);
        foreach (string path in (string[])
            ["./usr/bin/hosttools -> ", "./usr/lib/hosttools/modules/base/", "./usr/share/man/man1/hosttools.1.gz", "./usr/share/doc/hosttools/copyright",
             "./usr/share/bash-completion/completions/hosttools", "./usr/share/zsh/vendor-completions/_hosttools", "./usr/share/fish/vendor_completions.d/hosttools.fish"])
            Assert.Contains(path, contents, StringComparison.Ordinal);
        Assert.DoesNotContain("./usr/local", contents, StringComparison.Ordinal);
        Assert.Contains("dotnet-runtime-10.0", Programs.Run(folder.Path, "dpkg-deb", "--field", package, "Depends"), StringComparison.Ordinal);
        Skip.If(Programs.Find("lintian") is null, "lintian is not installed here");
        Assert.Equal("", Programs.Run(folder.Path, "lintian", "--allow-root", "--fail-on", "error,warning", package));
    }

    [SkippableFact]
    public void The_package_installs_runs_and_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        string package = Build(folder.Path, "one");
        string root = Path.Combine(folder.Path, "root");
        foreach (string directory in (string[])["var/lib/dpkg/info", "var/lib/dpkg/updates"])
            Directory.CreateDirectory(Path.Combine(root, directory));
        File.WriteAllText(Path.Combine(root, "var/lib/dpkg/status"), "");
        string[] dpkg = [$"--root={root}", "--force-script-chrootless", "--force-not-root", "--force-depends", "--log=/dev/null"];
        Programs.Run(folder.Path, "dpkg", [.. dpkg, "--install", package]);

        string executable = Path.Combine(root, "usr/bin/hosttools");
        Programs.Run(published.Tree, executable, "apply", "nixos", "--root", Path.Combine(folder.Path, "target"), "--yes");
        Assert.True(File.Exists(Path.Combine(folder.Path, "target/etc/hostname")));
        string link = Path.Combine(root, "usr/local/share/powershell/Modules/HostTools");
        Assert.Equal("/usr/share/powershell/Modules/HostTools", new FileInfo(link).LinkTarget);
        if (Programs.Find("pwsh") is not null)
        {
            string manifest = Directory.GetFiles(Path.Combine(root, "usr/share/powershell/Modules/HostTools"), "HostTools.psd1", SearchOption.AllDirectories).Single();
            Assert.Equal("nixos\n", Programs.Run(published.Tree, "pwsh", "-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{manifest}'; (Get-HostConfig nixos).networking.hostName"));
        }

        Programs.Run(folder.Path, "dpkg", [.. dpkg, "--purge", "hosttools"]);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(root), static entry => Path.GetFileName(entry) != "var");
    }

    private string Build(string folder, string name)
    {
        Skip.If(Programs.Find("dpkg-deb") is null, "dpkg-deb is not installed here");
        string destination = Path.Combine(folder, name);
        Programs.Run(folder, Path.Combine(Programs.Clone, "packaging/debian/build"), "--needs-runtime", "--published", published.Folder, destination);
        return Directory.GetFiles(destination).Single();
    }
}
