using System.Text.RegularExpressions;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Tests;

/// <summary>
/// The rules of each format, checked by ourselves. They hold where the programs of <see cref="PeerTests"/> are missing, and for files whose
/// readers do not run here at all: limine, the kernel, udev, X.org.
/// </summary>
public sealed partial class FormatRulesTests
{
    private static readonly Realised s_host = Trees.HomelabHost("toaster");

    [Fact]
    public void Units_HaveSectionsInOrderAndAbsolutePrograms()
    {
        FileResource[] units = [.. Below("/etc/systemd/system")];
        Assert.True(units.Length >= 13);
        foreach (FileResource unit in units)
        {
            string[] sections = [.. Lines(unit).Where(static line => line.StartsWith('['))];
            Assert.Equal(sections.OrderBy(static section => Array.IndexOf(["[Unit]", "[Service]", "[Timer]", "[Install]"], section)), sections);
            foreach (string line in Lines(unit).Where(static line => !line.StartsWith('[')))
                Assert.Matches("^[A-Z][A-Za-z-]*=.*$", line);
            foreach (string line in Lines(unit).Where(static line => line.StartsWith("Exec", StringComparison.Ordinal)))
                Assert.Matches("^Exec[A-Za-z]+=-?/[^ ]+( .*)?$", line);
        }
    }

    [Fact]
    public void EnablementLinks_LeadToUnits()
    {
        foreach (LinkResource link in s_host.Links.Where(static link => link.LinkTarget.StartsWith("../", StringComparison.Ordinal) && link.Path.Contains(".wants/", StringComparison.Ordinal)))
            Assert.True(s_host.Has("/etc/systemd/system/" + link.LinkTarget[3..]), $"{link.Path} -> {link.LinkTarget}");
        foreach (LinkResource link in s_host.Links.Where(static link => link.Path.StartsWith("/etc/systemd/", StringComparison.Ordinal) && link.LinkTarget != "/dev/null"))
            Assert.Equal(Path.GetFileName(link.Path), Path.GetFileName(link.LinkTarget));
    }

    [Fact]
    public void Tmpfiles_HaveSixFields()
    {
        foreach (string line in Lines("/etc/tmpfiles.d/hosttools.conf"))
            Assert.Matches("^d /[^ ]+ [0-7]{4} [a-z]+ [a-z]+ -$", line);
    }

    [Fact]
    public void Sysctl_HasOneAssignmentALine()
    {
        string[] lines = [.. Lines("/etc/sysctl.d/60-hosttools.conf")];
        Assert.Equal(5, lines.Length);
        foreach (string line in lines)
            Assert.Matches(@"^[a-z0-9_]+(\.[a-z0-9_]+)+ = [^ ]+$", line);
    }

    [Fact]
    public void Modprobe_KnowsEveryWord()
    {
        foreach (string line in Lines("/etc/modprobe.d/hosttools.conf"))
            Assert.Matches("^(blacklist [a-z0-9_-]+|options [a-z0-9_-]+( [A-Za-z0-9_]+=[^ ]+)+|softdep .*)$", line);
        foreach (string line in Lines("/etc/modules-load.d/hosttools.conf"))
            Assert.Matches("^[a-z0-9_-]+$", line);
    }

    [Fact]
    public void Sshd_HasEveryKeywordOnceAboveMatch()
    {
        string[] keywords = [.. Lines("/etc/ssh/sshd_config").TakeWhile(static line => !line.StartsWith("Match", StringComparison.Ordinal)).Select(static line => line.Split(' ')[0])];
        Assert.Equal(["HostKey", "HostKey", "Port", "Port"], keywords.GroupBy(static word => word).Where(static group => group.Count() > 1).SelectMany(static group => group).Order());
        Assert.Contains("PasswordAuthentication no", Lines("/etc/ssh/sshd_config"));
        Assert.Contains("PermitRootLogin no", Lines("/etc/ssh/sshd_config"));
    }

    [Fact]
    public void SshClient_NamesAHostAboveItsSettings()
    {
        foreach (string line in Lines("/etc/ssh/ssh_config.d/homelab.conf"))
            Assert.Matches("^(Host [a-z ]+|  (HostName|User) [^ ]+)$", line);
    }

    [Fact]
    public void AuthorizedKeys_AreOneLineEach()
    {
        foreach (string line in Lines("/etc/ssh/authorized_keys.d/draxel"))
            Assert.Matches("^ssh-ed25519 AAAA[A-Za-z0-9+/]+=* [^ ]+$", line);
    }

    [Fact]
    public void Btrbk_NestsSubvolumesInVolumes()
    {
        foreach (FileResource file in Below("/etc/btrbk"))
        {
            Assert.StartsWith("snapshot_preserve ", Lines(file).First(), StringComparison.Ordinal);
            string[] words = [.. Lines(file).Select(static line => line.TrimStart().Split(' ')[0])];
            Assert.True(Array.IndexOf(words, "volume") < Array.IndexOf(words, "subvolume"));
            foreach (string line in Lines(file).Where(static line => line.Contains("_preserve ", StringComparison.Ordinal)))
                Assert.Matches(@"snapshot_preserve ([0-9]+[hdwmy])( [0-9]+[hdwmy])*$", line);
        }
    }

    [Fact]
    public void Variables_AreExportedAndQuoted()
    {
        foreach (string line in Lines("/etc/profile.d/hosttools.sh"))
            Assert.Matches("^export [A-Z_]+=\"[^\"]*\"$", line);
        foreach (string line in Lines("/etc/environment.d/60-hosttools.conf"))
            Assert.Matches("^[A-Z_]+=\"[^\"]*\"$", line);
    }

    [Fact]
    public void Hosts_HaveAnAddressAndNames()
    {
        foreach (string line in Lines("/etc/hosts"))
        {
            string[] words = line.Split(' ');
            Assert.True(System.Net.IPAddress.TryParse(words[0], out _), line);
            Assert.True(words.Length > 1, line);
        }
    }

    [Fact]
    public void IniAndKeyValueFiles_HaveNothingElse()
    {
        foreach (string path in new[] { "/etc/plymouth/plymouthd.conf", "/etc/gamemode.ini", "/etc/systemd/journald.conf.d/homelab.conf", "/etc/tlp.d/10-desk.conf" })
        {
            foreach (string line in Lines(path))
                Assert.Matches(@"^(\[[A-Za-z]+\]|[A-Za-z_]+=.+)$", line);
        }
    }

    [Fact]
    public void EveryTextFile_IsUtf8WithUnixLineEnds()
    {
        foreach (FileResource file in s_host.Files)
        {
            string text = Realised.TextOf(file);
            Assert.DoesNotContain('\r', text);
            Assert.DoesNotContain('\ufffd', text);
            Assert.False(text.StartsWith('\ufeff'), file.Path);
            Assert.True(text.EndsWith('\n'), file.Path);
            Assert.False(TrailingBlank().IsMatch(text), file.Path);
        }
    }

    private static IEnumerable<FileResource> Below(string folder) =>
        s_host.Files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    private static IEnumerable<string> Lines(string path) => Lines(s_host.Files.Single(file => file.Path == path));

    /// <summary>The lines that mean something.</summary>
    private static IEnumerable<string> Lines(FileResource file) =>
        Realised.TextOf(file).Split('\n').Where(static line => line.Length > 0 && line[0] != '#');

    [GeneratedRegex("[ \t]\n", RegexOptions.CultureInvariant)]
    private static partial Regex TrailingBlank();
}
