using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>A file or link below /etc that people or programs put there, or changed.</summary>
/// <param name="Name">Path below /etc.</param>
/// <param name="Content">Its bytes; of a link null.</param>
/// <param name="LinkTarget">What a link says; null for a file.</param>
/// <param name="Mode">Permission bits.</param>
internal sealed record EtcFile(string Name, byte[]? Content, string? LinkTarget, int Mode);

/// <summary>Finds what is in /etc that no package put there as it is.</summary>
internal sealed partial class EtcFiles(Root root, PackageDatabase packages, List<AdoptedItem> items)
{
    private const long LargestFile = 1 << 20;
    private const long LargestSum = 32 << 20;
    private const int MostFiles = 2000;
    private const int MostEntries = 100_000;
    private const int Deepest = 32;

    /// <summary>What programs make, or what others of these readers look at. A slash, hyphen, underscore or dot at the end stands for every further name.</summary>
    private static readonly (string Path, string Why)[] s_made =
    [
        ("/etc/passwd", ""), ("/etc/group", ""), ("/etc/passwd-", ""), ("/etc/group-", ""), ("/etc/shadow-", ""), ("/etc/gshadow-", ""), ("/etc/.pwd.lock", ""),
        ("/etc/subuid", "made with accounts"), ("/etc/subgid", "made with accounts"), ("/etc/subuid-", ""), ("/etc/subgid-", ""),
        ("/etc/alternatives/", ""), ("/etc/ld.so.cache", ""), ("/etc/mtab", ""), ("/etc/.updated", ""), ("/etc/adjtime", ""),
        ("/etc/machine-id", "belongs to one machine"), ("/etc/hosttools/", "written by HostTools"), ("/etc/ssl/certs/", ""), ("/etc/pki/ca-trust/extracted/", ""), ("/etc/ca-certificates/extracted/", ""),
        ("/etc/udev/hwdb.bin", ""), ("/etc/shells", ""), ("/etc/dpkg/origins/", ""), ("/etc/runit/", ""), ("/etc/sv/", ""), ("/etc/pam.d/common-", "made by pam-auth-update"),
        ("/etc/ssh/ssh_host_", "keys of one machine"), ("/etc/xml/", ""), ("/etc/sgml/", ""), ("/etc/apparmor.d/cache/", ""), ("/etc/cups/subscriptions.conf", ""), ("/etc/init.d/.depend.", ""), ("/etc/resolv.conf", "made by whatever sets up the network; see networking.nameservers"), ("/etc/.git/", "a repository"),
        ("/etc/pacman.d/gnupg/", "keys"), ("/etc/apt/trusted.gpg.d/", "keys of repositories, which their packages or you bring"), ("/etc/blkid.tab", ""),
    ];

    /// <summary>Where packages keep the originals of files that they copy to /etc.</summary>
    private static readonly string[] s_originals = ["/usr/share/base-files", "/usr/share/libc-bin", "/usr/share/openssh", "/usr/share/base-passwd", "/usr/share/debianutils", "/usr/share/pam", "/usr/share/sudo"];

    private readonly List<EtcFile> _found = [];
    private long _sum;
    private int _entries;

    /// <summary>All of them, ordered by name; what cannot or shall not be taken is told.</summary>
    public IReadOnlyList<EtcFile> Read()
    {
        Walk("/etc", 0);
        foreach ((string path, string md5) in packages.Files.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            if (md5.Length > 0 && path.StartsWith("/etc/", StringComparison.Ordinal) && RootFiles.Stat(root, path) is null)
                Leave(path, "it came with a package and was removed; nothing declares that a file is absent");
        }

        return [.. _found.OrderBy(static file => file.Name, StringComparer.Ordinal)];
    }

    private void Walk(string folder, int depth)
    {
        if (depth > Deepest)
        {
            Leave(folder + "/", "it is nested too deeply");
            return;
        }

        IReadOnlyList<string>? names = RootFiles.TryList(root, folder);
        if (names is null)
            Leave(folder + "/", "this user may not look into it");
        foreach (string name in names ?? [])
        {
            string path = $"{folder}/{name}";
            if (++_entries > MostEntries)
            {
                Leave(folder + "/", $"/etc has more than {MostEntries} entries");
                return;
            }

            if (Made(path) is { } why)
            {
                if (why.Length > 0)
                    Leave(path, why);
                continue;
            }

            switch (RootFiles.Stat(root, path))
            {
                case { Type: FileEntryType.Directory }:
                    Walk(path, depth + 1);
                    break;
                case { Type: FileEntryType.Link }:
                    AddLink(path);
                    break;
                case { Type: FileEntryType.File } status:
                    AddFile(path, status);
                    break;
                case null:
                    Leave(path, "it cannot be looked at");
                    break;
                default:
                    Leave(path, "it is a device, pipe or socket");
                    break;
            }
        }
    }

    private static string? Made(string path)
    {
        foreach ((string made, string why) in s_made)
        {
            if (path == made || (made[^1] is '/' or '-' or '_' or '.' && (path.StartsWith(made, StringComparison.Ordinal) || (made[^1] == '/' && path == made[..^1]))))
                return why;
        }

        // Links of System V's run levels: rc2.d, rcS.d.
        return RunLevel().IsMatch(path) ? string.Empty : null;
    }

    private void AddLink(string path)
    {
        // Enabled units are read by those who know what they mean.
        if (UnitLinks.IsOne(path) || packages.Files.ContainsKey(path) || RootFiles.Link(root, path) is not { } target)
            return;
        if (IsNameFit(path) && !target.Any(char.IsControl))
            _found.Add(new EtcFile(path[5..], null, target, 0));
        else
            Leave(path, "its name or target holds characters that no configuration should");
    }

    private void AddFile(string path, FileStatus status)
    {
        string? came = packages.Files.GetValueOrDefault(path);
        // What came without a sum is no file that people are meant to change.
        if (came is "")
            return;
        if (IsSecret(path, status) is { } secret)
        {
            // What a package brought and nobody changed is no news.
            if (came is null || Sum(RootFiles.Bytes(root, path, LargestFile), came) is not { } sum || sum != came)
                Leave(path, secret);
            return;
        }

        if (status.Size > LargestFile)
        {
            Leave(path, $"it is larger than {new ByteSize(LargestFile)}");
            return;
        }

        if (RootFiles.Bytes(root, path, LargestFile) is not { } content)
        {
            Leave(path, "it cannot be read by this user");
            return;
        }

        if (Sum(content, came) == came || (came is null && IsOriginal(path, content)))
            return;
        if (HoldsSecret(content) is { } why)
            Leave(path, why);
        else if (!IsNameFit(path))
            Leave(path, "its name holds characters that no configuration should");
        else if (_found.Count >= MostFiles || (_sum += content.Length) > LargestSum)
            Leave(path, $"there are more than {MostFiles} files, or {new ByteSize(LargestSum)}, to take over");
        else
            _found.Add(new EtcFile(path[5..], content, null, status.Mode));
    }

    private void Leave(string path, string why) => items.Add(new AdoptedItem("file", path, AdoptionOutcome.LeftOut, why));

    private static bool IsNameFit(string path) => path.Length <= 1024 && !path.Any(static letter => char.IsControl(letter) || letter is '\\' or '\uFFFD');

    private static string? IsSecret(string path, FileStatus status)
    {
        if (SecretName().IsMatch(path))
            return "its name says that it is a key or a password";
        return (status.Mode & 0x4) == 0 ? $"not everybody may read it (mode {TreeText.Mode(status.Mode)}), so it may hold a secret" : null;
    }

    private static string? HoldsSecret(byte[] content)
    {
        string text = Encoding.Latin1.GetString(content);
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return "it holds a private key";
        foreach (string line in text.Split('\n'))
        {
            if (line.TrimStart() is not ([] or ['#' or ';', ..]) && SecretLine().IsMatch(line))
                return "a line of it looks like a password or a token";
        }

        return null;
    }

    private bool IsOriginal(string path, byte[] content) =>
        s_originals.Any(folder => RootFiles.Bytes(root, $"{folder}/{RootPath.NameOf(path)}", LargestFile) is { } original && original.AsSpan().SequenceEqual(content));

    // What databases of packages use; nothing depends on its strength.
    /// <summary>The sum of a content, of the sort that another sum is.</summary>
    private static string? Sum(byte[]? content, string? like) => content is null ? null : Convert.ToHexStringLower(like?.Length switch
    {
        40 => SHA1.HashData(content),
        64 => SHA256.HashData(content),
        _ => MD5.HashData(content),
    });

    [GeneratedRegex("^/etc/rc[0-9S]?\\.d(/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex RunLevel();

    [GeneratedRegex(@"/(g?shadow|ssh_host_[^/]*_key|[^/]*\.(key|keytab|p12|pfx|kdbx)|[^/]*(passwd|password|secret|credential|token)s?[^/]*\.(conf|txt|ini|env)|auth\.conf|\.netrc|\.pgpass|id_(rsa|dsa|ecdsa|ed25519))$|^/etc/(ssl/private|wireguard|openvpn|NetworkManager/system-connections|wpa_supplicant|ppp|ipsec\.d/private|letsencrypt/(archive|live|accounts)|sudoers\.d/\.)/", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|auth[_-]?token|token|psk)\w*[""']?\s*[=:]\s*[""']?[^\s""']{4,}|://[^/\s:@]+:[^/\s@]+@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SecretLine();
}
