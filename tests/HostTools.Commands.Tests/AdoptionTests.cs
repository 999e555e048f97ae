using System.Security.Cryptography;
using System.Text;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

/// <summary>First hosts of machines that are folders: they say what the machine has, and change nothing there.</summary>
public sealed class AdoptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-adopt-").FullName;
    private readonly RecordingConsole _console = new();

    public AdoptionTests() => Write("tree/hosttools.yaml", "description: A tree\n");

    private string Tree => Path.Combine(_folder, "tree");

    private string Root => Path.Combine(_folder, "root");

    private string Host => Read("tree/hosts/den/default.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_machine_plans_to_no_change_and_applying_writes_nothing_but_state()
    {
        Debian();
        Export();
        string before = Fingerprint(Root);
        Run(new GetHostPlan { Name = "den", Path = Tree, Root = Root });
        Plan plan = Assert.IsType<Plan>(_console.Written[^1]);
        Assert.DoesNotContain(plan.Changes, static change => change.Action is not (ChangeAction.Adopt or ChangeAction.None));
        Assert.Contains(plan.Changes, static change => change is { Path: "/etc/sysctl.d/99-router.conf", Action: ChangeAction.Adopt });
        Run(new InvokeHostPlan { Name = "den", Path = Tree, Root = Root });
        Assert.Empty(_console.Errors);
        Assert.True(Directory.Exists(Path.Combine(Root, "var/lib/hosttools")));
        Assert.Equal(before, Fingerprint(Root));
        Run(new GetHostPlan { Name = "den", Path = Tree, Root = Root });
        Assert.False(Assert.IsType<Plan>(_console.Written[^1]).HasChanges);
    }

    [Fact]
    public void What_it_has_stands_in_the_host_by_the_librarys_options()
    {
        Debian();
        Export();
        Assert.Contains("  time.timeZone: Europe/Stockholm\n", Host, StringComparison.Ordinal);
        Assert.Contains("  environment.systemPackages:\n    - cron\n    - yq\n", Host, StringComparison.Ordinal);
        Assert.Contains("    alice: { isNormalUser: true, uid: 1000, description: \"Alice,,,\", extraGroups: [sudo], home: /home/alice, createHome: false, shell: /bin/bash }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    media: { gid: 1500, isSystemGroup: false }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    cron: { wantedBy: [multi-user.target] }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    ssh: { aliases: [sshd.service] }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    junk: { enable: false }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    getty@tty1: { wantedBy: [getty.target] }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    \"changed.conf\": { source: ./files/etc/changed.conf }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    script: { source: ./files/etc/script, mode: 0755 }\n", Host, StringComparison.Ordinal);
        Assert.Contains("# boot.kernelParams: [quiet, iommu=pt]     # what /etc/default/grub says\n", Host, StringComparison.Ordinal);
        Assert.DoesNotContain("as-it-came.conf", Host, StringComparison.Ordinal);
        Assert.Contains("system.fstab: none", Read("tree/hosts/den/hardware.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_boot_loaders_own_file_is_kept()
    {
        Debian();
        Write("root/boot/limine.conf", "timeout: 3\n/Linux\n    cmdline: root=UUID=1 rw quiet iommu=pt\n");
        Export();
        Assert.Contains("  environment.files./boot/limine.conf: { source: ./files/boot/limine.conf }\n", Host.Replace("\"", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("# boot.kernelParams: [quiet, iommu=pt]     # what /boot/limine.conf says\n", Host, StringComparison.Ordinal);
        Run(new GetHostPlan { Name = "den", Path = Tree, Root = Root });
        Plan plan = Assert.IsType<Plan>(_console.Written[^1]);
        Assert.Contains(plan.Changes, static change => change is { Path: "/boot/limine.conf", Action: ChangeAction.Adopt });
        Assert.DoesNotContain(plan.Changes, static change => change.Action is not (ChangeAction.Adopt or ChangeAction.None));
    }

    [Fact]
    public void Secrets_stay_on_the_machine_and_are_told()
    {
        Debian();
        Export();
        string[] secrets = ["shadow", "private.conf", "app.conf", "with-url", "ssl/server.key", "pem-inside"];
        Dictionary<string, AdoptedItem> leftOut = _console.Written.OfType<AdoptedItem>().Where(static item => item.Kind == "file").ToDictionary(static item => item.Name);
        Assert.All(secrets, secret => Assert.Equal(AdoptionOutcome.LeftOut, leftOut[$"/etc/{secret}"].Outcome));
        Assert.Contains("/home/alice/.ssh/authorized_keys", leftOut.Keys);
        foreach (string file in Directory.EnumerateFiles(Tree, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("hunter2", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("# - file /etc/shadow: ", Host, StringComparison.Ordinal);
        Assert.All(_console.Asked.SelectMany(static asked => asked.Lines), static line => Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_do_not_lead_out_and_odd_things_are_left_out()
    {
        Debian();
        Link("root/etc/out", "/etc/hostname-of-this-machine");
        Directory.Delete(Path.Combine(Root, "etc/sysctl.d"), recursive: true);
        Link("root/etc/sysctl.d", _folder);
        Write("secret-outside", "hunter2\n");
        Write("root/etc/large", new string('x', (1 << 20) + 1));
        Write("root/etc/odd\nname", "x\n");
        Export();
        Assert.Contains("    out: { link: /etc/hostname-of-this-machine }\n", Host, StringComparison.Ordinal);
        Assert.Contains("    \"sysctl.d\": { link: ", Host, StringComparison.Ordinal);
        string[] leftOut = [.. _console.Written.OfType<AdoptedItem>().Select(static item => item.Name)];
        Assert.Contains("/etc/large", leftOut);
        Assert.Contains("/etc/odd\nname", leftOut);
        Assert.DoesNotContain("hunter2", string.Concat(Directory.EnumerateFiles(Tree, "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_a_user_may_not_look_into_is_told()
    {
        Skip.If(Environment.IsPrivilegedProcess, "root may look into everything");
        Debian();
        Write("root/etc/closed/x", "x\n");
        File.SetUnixFileMode(Path.Combine(Root, "etc/closed"), UnixFileMode.None);
        Export();
        File.SetUnixFileMode(Path.Combine(Root, "etc/closed"), (UnixFileMode)0x1ED);
        Assert.Contains(_console.Written.OfType<AdoptedItem>(), static item => item is { Name: "/etc/closed/", Outcome: AdoptionOutcome.LeftOut });
    }

    [Fact]
    public void What_the_library_would_write_otherwise_is_kept_as_it_is()
    {
        Debian();
        Write("root/etc/hosts", "127.0.0.1 localhost mine\n");
        Write("root/etc/hostname", "den # with a comment\n");
        Export();
        Assert.Contains("    hosts:\n      text: !unset\n      source: ./files/etc/hosts\n", Host, StringComparison.Ordinal);
        Assert.Contains("    localtime: { link: !force /usr/share/zoneinfo/Europe/Stockholm }\n", Host, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1 localhost mine\n", Read("tree/hosts/den/files/etc/hosts"));
    }

    [Fact]
    public void Packages_of_pacman_are_known_by_their_reason()
    {
        Write("root/etc/os-release", "ID=arch\n");
        Write("root/var/lib/pacman/local/vim-9-1/desc", "%NAME%\nvim\n\n%VERSION%\n9-1\n");
        Write("root/var/lib/pacman/local/glibc-2-1/desc", "%NAME%\nglibc\n\n%REASON%\n1\n");
        Write("root/var/lib/pacman/local/glibc-2-1/files", $"%FILES%\netc/\netc/gai.conf\netc/plain\n\n%BACKUP%\netc/gai.conf\t{Md5("as it came\n")}\n");
        Write("root/etc/gai.conf", "mine\n");
        Write("root/etc/plain", "theirs\n");
        Export();
        Assert.Contains("  environment.systemPackages:\n    - vim\n", Host, StringComparison.Ordinal);
        Assert.Contains("\"gai.conf\": { source:", Host, StringComparison.Ordinal);
        Assert.DoesNotContain("plain", Host, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_rpm_that_cannot_be_read_is_left_out_in_words()
    {
        Write("root/etc/os-release", "ID=fedora\n");
        Write("root/usr/lib/sysimage/rpm/rpmdb.sqlite", "x");
        Export();
        Assert.Contains(_console.Written.OfType<AdoptedItem>(), static item => item is { Kind: "package", Name: "dnf" } && item.Detail.Contains("rpm", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Packages_of_rpm_are_those_that_no_other_needs()
    {
        Skip.IfNot(File.Exists("/usr/bin/rpmbuild"), "rpmbuild is not installed here");
        Write("root/etc/os-release", "ID=fedora\n");
        const string Build =
            """
            package() {
                printf 'Name: %s\nVersion: 1\nRelease: 1\nSummary: small\nLicense: MIT\nBuildArch: noarch\n%s\n%%description\nSmall.\n%%install\nmkdir -p %%{buildroot}/etc; echo "as it came" > %%{buildroot}/etc/%s.conf\n%%files\n%%config /etc/%s.conf\n' "$1" "$2" "$1" "$1" > "$1.spec"
                rpmbuild -bb --quiet --define "_topdir $PWD/top" --define "_rpmdir $PWD" --define '_build_name_fmt %{NAME}.rpm' "$1.spec" >/dev/null 2>&1
            }
            mkdir -p build && cd build && package app 'Requires: libapp' && package libapp '' && package tool ''
            rpm --root "$PWD/../root" --dbpath /var/lib/rpm -i --nosignature app.rpm libapp.rpm tool.rpm 2>errors || cat errors
            """;
        Assert.Equal(string.Empty, Shell(Build));
        Write("root/etc/tool.conf", "mine\n");
        Export();
        Assert.Contains("  environment.systemPackages:\n    - app\n    - tool\n\n", Host, StringComparison.Ordinal);
        Assert.Contains("\"tool.conf\": { source:", Host, StringComparison.Ordinal);
        Assert.DoesNotContain("app.conf", Host, StringComparison.Ordinal);
        Assert.Contains(_console.Written.OfType<AdoptedItem>(), static item => item is { Kind: "package", Name: "1 that others need" });
    }

    private string Shell(string script)
    {
        ProcessResult result = new SystemProcessRunner().RunAsync(new ProcessRequest("/bin/bash", ["-c", script]) { WorkingDirectory = _folder }, default).GetAwaiter().GetResult();
        return result.StandardOutput;
    }

    [Fact]
    public void Packages_of_apk_are_those_of_its_world()
    {
        Write("root/etc/os-release", "ID=alpine\n");
        Write("root/etc/apk/world", "alpine-base\nvim=9.1.0-r0\n!nano\n");
        string sum = Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData("as it came\n"u8));
        Write("root/lib/apk/db/installed", $"P:alpine-base\nV:3.20.0-r0\nF:etc\nR:issue\nZ:Q1{sum}\nR:motd\nZ:Q1{sum}\n\nP:vim\nV:9.1.0-r0\nF:usr/bin\nR:vim\n\n");
        Write("root/etc/issue", "as it came\n");
        Write("root/etc/motd", "mine\n");
        Export();
        Assert.Contains("  environment.systemPackages:\n    - alpine-base\n    - vim\n", Host, StringComparison.Ordinal);
        Assert.Contains("motd: { source:", Host, StringComparison.Ordinal);
        Assert.DoesNotContain("issue:", Host, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_root_gives_a_host_that_says_so()
    {
        Directory.CreateDirectory(Root);
        Export();
        Assert.Empty(_console.Errors);
        Run(new TestHostConfig { Name = ["den"], Path = Tree });
        Assert.Empty(_console.Written.OfType<HostConfigDiagnostic>());
    }

    [Fact]
    public void A_host_that_exists_is_never_overwritten()
    {
        Debian();
        Write("tree/hosts/den/notes.txt", "mine");
        Export();
        Assert.Equal("AlreadyThere", Assert.Single(_console.Errors).Id);
        Assert.Single(Directory.GetFiles(Path.Combine(Tree, "hosts/den")));
        Run(new ExportHostConfig { Name = "a/b", Root = Root, Path = Tree });
        Run(new ExportHostConfig { Name = "x", Root = Path.Combine(_folder, "nowhere"), Path = Tree });
        Assert.Equal(["HostNameInvalid", "RootNotFound"], _console.Errors.Skip(1).Select(static error => error.Id));
    }

    [Fact]
    public void Declined_means_that_nothing_was_written()
    {
        Debian();
        var console = new RecordingConsole { OnConfirm = static _ => false };
        Run(new ExportHostConfig { Name = "den", Root = Root, Path = Tree }, console);
        Assert.False(Directory.Exists(Path.Combine(Tree, "hosts")));
        Assert.Contains($"+ {Path.Combine(Tree, "hosts/den/default.yaml")}", Assert.Single(console.Asked).Lines);
        Assert.Empty(console.Written);
    }

    [Fact]
    public void Everything_taken_over_is_told_on_request()
    {
        Debian();
        Run(new ExportHostConfig { Name = "den", Root = Root, Path = Tree, PassThru = true });
        Assert.Contains(new AdoptedItem("unit", "cron", AdoptionOutcome.Adopted, "systemd.services.cron"), _console.Written);
        Assert.Contains(new AdoptedItem("user", "alice", AdoptionOutcome.Adopted, "users.users.alice"), _console.Written);
    }

    /// <summary>Bytes of the files that are read are changed at random; whatever comes, a host comes out or an error in words, and never one that changes the machine.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Damaged_machines_end_in_a_host_or_in_words(int seed)
    {
        var random = new Random(seed);
        Debian();
        string[] files = ["etc/passwd", "etc/group", "var/lib/dpkg/status", "etc/default/grub", "etc/fstab", "var/lib/ucf/hashfile", "etc/changed.conf"];
        byte[][] whole = [.. files.Select(file => File.ReadAllBytes(Path.Combine(Root, file)))];
        for (int turn = 0; turn < 8; turn++)
        {
            for (int file = 0; file < files.Length; file++)
            {
                byte[] bytes = [.. whole[file]];
                for (int change = random.Next(8); change > 0; change--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(Path.Combine(Root, files[file]), bytes[..random.Next(bytes.Length + 1)]);
            }

            var console = new RecordingConsole();
            Run(new ExportHostConfig { Name = "den", Root = Root, Path = Tree }, console);
            Assert.All(console.Errors, static error => Assert.True(error.Id is "HostWouldChange" or "AccountLineMalformed" or "NumberTaken" or "GroupMissing", $"{error.Id}: {error.Message}"));
            if (Directory.Exists(Path.Combine(Tree, "hosts/den")))
                Directory.Delete(Path.Combine(Tree, "hosts/den"), recursive: true);
        }
    }

    private void Debian()
    {
        Write("root/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");
        Write("root/etc/hostname", "den\n");
        Write("root/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000:Alice,,,:/home/alice:/bin/bash\n");
        Write("root/etc/group", "root:x:0:\nsudo:x:27:alice\nalice:x:1000:\nmedia:x:1500:\n");
        Write("root/etc/shadow", "root:hunter2:1::::::\n");
        Write("root/home/alice/.ssh/authorized_keys", "ssh-ed25519 AAAA\n");
        Write("root/etc/fstab", "UUID=2c9f3f1e-6d0b-4a53-9a3f-0c6d2b7e51aa / ext4 errors=remount-ro 0 1\n");
        Write("root/etc/default/grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet iommu=pt root=/dev/sda1\"\n");
        Link("root/etc/localtime", "/usr/share/zoneinfo/Europe/Stockholm");
        Write("root/etc/changed.conf", "mine\n");
        Write("root/etc/as-it-came.conf", "theirs\n");
        Write("root/etc/by-ucf.conf", "theirs\n");
        Write("root/etc/sysctl.d/99-router.conf", "net.ipv4.ip_forward=1\n");
        Write("root/etc/script", "#!/bin/sh\n", 0x1ED);
        Write("root/etc/private.conf", "hunter2\n", 0x180);
        Write("root/etc/app.conf", "api_key = hunter2hunter2\n");
        Write("root/etc/with-url", "deb https://me:hunter2@example.org/debian stable main\n");
        Write("root/etc/ssl/server.key", "hunter2\n");
        Write("root/etc/pem-inside", "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n");
        Link("root/etc/systemd/system/multi-user.target.wants/cron.service", "/lib/systemd/system/cron.service");
        Link("root/etc/systemd/system/getty.target.wants/getty@tty1.service", "/lib/systemd/system/getty@.service");
        Link("root/etc/systemd/system/sshd.service", "/lib/systemd/system/ssh.service");
        Link("root/etc/systemd/system/junk.timer", "/dev/null");
        Write("root/var/lib/ucf/hashfile", $"{Md5("theirs\n")}  /etc/by-ucf.conf\n");
        Write("root/var/lib/apt/extended_states", "Package: libauto\nAuto-Installed: 1\n");
        Write("root/var/lib/dpkg/status",
            $"""
            Package: base-files
            Status: install ok installed
            Essential: yes
            Conffiles:
             /etc/changed.conf {Md5("theirs\n")}
             /etc/as-it-came.conf {Md5("theirs\n")}

            Package: cron
            Status: install ok installed
            Depends: libc6 (>= 2.36), libauto | libother

            Package: libc6
            Status: install ok installed
            Section: libs

            Package: libauto
            Status: install ok installed

            Package: gone
            Status: deinstall ok config-files

            Package: yq
            Status: install ok installed

            """);
    }

    private void Export() => Run(new ExportHostConfig { Name = "den", Root = Root, Path = Tree });

    /// <summary>Names, kinds and bytes of everything but our own state.</summary>
    private static string Fingerprint(string root)
    {
        var text = new StringBuilder();
        foreach (string path in Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal))
        {
            if (path.StartsWith(Path.Combine(root, "var/lib/hosttools"), StringComparison.Ordinal))
                continue;
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            text.Append(path).Append(' ').Append(info.UnixFileMode).Append(' ').Append(info.LinkTarget).Append(' ');
            text.AppendLine(info is FileInfo { LinkTarget: null } ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : string.Empty);
        }

        return text.ToString();
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));

    private void Write(string path, string text, int mode = 0x1A4)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        File.SetUnixFileMode(full, (UnixFileMode)mode);
    }

    private void Link(string path, string target)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    private void Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = Tree, Variable = static _ => null }, CancellationToken.None);
}
