using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Looks at the machine, or the root file system in a folder, that requirements are about. Writes nothing.</summary>
internal sealed class RequirementProbe(Root root, bool isLive, Func<string, string?> variable)
{
    private static readonly string[] s_folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    // Where a program's package has another name than the program: on Debian, Fedora, Arch.
    private static readonly Dictionary<string, (string Debian, string Fedora, string Arch)> s_packages = new(StringComparer.Ordinal)
    {
        ["nft"] = ("nftables", "nftables", "nftables"),
        ["visudo"] = ("sudo", "sudo", "sudo"),
        ["sshd"] = ("openssh-server", "openssh-server", "openssh"),
        ["systemctl"] = ("systemd", "systemd", "systemd"),
        ["systemd-tmpfiles"] = ("systemd", "systemd", "systemd"),
        ["systemd-sysusers"] = ("systemd", "systemd", "systemd"),
        ["udevadm"] = ("udev", "systemd-udev", "systemd"),
        ["networkctl"] = ("systemd", "systemd-networkd", "systemd"),
        ["nmcli"] = ("network-manager", "NetworkManager", "networkmanager"),
        ["locale-gen"] = ("locales", "glibc-locale-source", "glibc"),
        ["update-initramfs"] = ("initramfs-tools", "dracut", "mkinitcpio"),
        ["mkinitcpio"] = ("initramfs-tools", "dracut", "mkinitcpio"),
        ["dracut"] = ("dracut", "dracut", "dracut"),
        ["update-grub"] = ("grub2-common", "grub2-tools", "grub"),
        ["grub-mkconfig"] = ("grub-common", "grub2-tools", "grub"),
        ["grub2-mkconfig"] = ("grub-common", "grub2-tools", "grub"),
        ["bootctl"] = ("systemd-boot", "systemd-boot", "systemd"),
        ["git"] = ("git", "git", "git"),
    };

    public Root Root => root;

    /// <summary>It is the machine this runs on, not a folder.</summary>
    public bool IsLive => isLive;

    public TargetFacts Facts { get; } = TargetFacts.Read(root);

    /// <summary>Programs whose package is known here.</summary>
    public static IEnumerable<string> KnownPrograms => s_packages.Keys;

    /// <summary>The package manager by the distribution, else by what is there; null when there is none we know.</summary>
    public string? PackageManager
    {
        get
        {
            string[] family = [Facts.Os?.Id ?? string.Empty, .. Facts.Os?.Like ?? []];
            string? own = family.Select(static id => id switch
            {
                "debian" or "ubuntu" => "apt-get",
                "fedora" or "rhel" => "dnf",
                "arch" => "pacman",
                "suse" or "opensuse" or "opensuse-tumbleweed" => "zypper",
                "alpine" => "apk",
                _ => null,
            }).FirstOrDefault(static name => name is not null);
            return own ?? ((string[])["apt-get", "dnf", "pacman", "zypper", "apk"]).FirstOrDefault(name => Find(name) is not null);
        }
    }

    /// <summary>Absolute path of a program; null when it is not there.</summary>
    public string? Find(string program)
    {
        if (program.StartsWith('/'))
            return Exists(program) ? program : null;
        IEnumerable<string> path = isLive ? (variable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator).Where(static folder => folder.StartsWith('/')) : [];
        return path.Concat(s_folders).Select(folder => $"{folder.TrimEnd('/')}/{program}").FirstOrDefault(Exists);
    }

    /// <summary>How that program gets onto this distribution.</summary>
    public string Install(string program)
    {
        string package = s_packages.TryGetValue(program, out (string Debian, string Fedora, string Arch) names)
            ? PackageManager switch { "dnf" or "zypper" => names.Fedora, "pacman" => names.Arch, _ => names.Debian }
            : System.IO.Path.GetFileName(program);
        return PackageManager switch
        {
            "apt-get" => $"sudo apt-get install {package}",
            "dnf" => $"sudo dnf install {package}",
            "pacman" => $"sudo pacman -S {package}",
            "zypper" => $"sudo zypper install {package}",
            "apk" => $"sudo apk add {package}",
            _ => $"Install the program '{program}'.",
        };
    }

    public bool Exists(string path)
    {
        try
        {
            return root.StatFollowed(path) is not null;
        }
        catch (RootIOException)
        {
            return false;
        }
    }
}
