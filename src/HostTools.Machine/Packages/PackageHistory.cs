using System.Globalization;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>When a package was last changed, and by whom as far as the system knows.</summary>
/// <param name="When">When.</param>
/// <param name="User">Who asked apt for it; null when root did without another name, and for whoever called dpkg.</param>
/// <param name="Command">The command as it was given; null where only dpkg was called.</param>
internal sealed record PackageEvent(DateTimeOffset When, string? User, string? Command);

/// <summary>Reads the logs of Debian's package tools: dpkg's says when, apt's also who and by which command.</summary>
/// <seealso href="https://manpages.debian.org/bookworm/dpkg/dpkg.1.en.html#FILES"/>
internal static class PackageHistory
{
    private const string DpkgLog = "/var/log/dpkg.log", AptLog = "/var/log/apt/history.log";

    // Both write their time when a step begins, to the second.
    private static readonly TimeSpan s_blur = TimeSpan.FromSeconds(2);

    private static readonly HashSet<string> s_steps = new(StringComparer.Ordinal) { "install", "upgrade", "remove", "purge" };
    private static readonly string[] s_lists = ["Install: ", "Upgrade: ", "Downgrade: ", "Reinstall: ", "Remove: ", "Purge: "];

    /// <summary>The last change of a package; null where no log tells, as when they were rotated.</summary>
    public static PackageEvent? LastOf(Root root, string package)
    {
        PackageEvent? byApt = Text(root, AptLog).Split("\n\n").Select(block => Apt(block, package)).LastOrDefault(static found => found is not null);
        DateTimeOffset? byDpkg = Text(root, DpkgLog).Split('\n').Select(line => Dpkg(line, package)).LastOrDefault(static when => when is not null);
        return byApt is null || byDpkg - byApt.When > s_blur ? byDpkg is { } when ? new PackageEvent(when, null, null) : null : byApt;
    }

    private static string Text(Root root, string path)
    {
        try
        {
            return root.TryReadAllText(path) ?? string.Empty;
        }
        catch (RootIOException)
        {
            return string.Empty; // Too large to be looked through.
        }
    }

    private static DateTimeOffset? Dpkg(string line, string package) =>
        line.Split(' ') is [var day, var time, var step, var name, ..] && s_steps.Contains(step) && name.Split(':')[0] == package ? TimeOf($"{day} {time}") : null;

    /// <summary>It took as long as from its first to its last step; what dpkg did meanwhile was its work.</summary>
    private static PackageEvent? Apt(string block, string package)
    {
        string[] lines = block.Split('\n');
        bool isNamed = lines.Any(line => s_lists.Any(list => line.StartsWith(list, StringComparison.Ordinal)) && line.Contains($" {package}:", StringComparison.Ordinal));
        return isNamed && TimeOf(Value("End-Date: ") ?? Value("Start-Date: ")) is { } when
            ? new PackageEvent(when, Value("Requested-By: ")?.Split(' ')[0], Value("Commandline: "))
            : null;

        string? Value(string key) => lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim();
    }

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParseExact(text?.Replace("  ", " ", StringComparison.Ordinal), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset when) ? when : null;
}
