using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>Packages of Fedora and openSUSE, which the program rpm tells of.</summary>
internal static class Rpm
{
    private const string Format = @"N %{NAME}\n[P %{PROVIDENAME}\n][R %{REQUIRENAME}\n][F %{FILEFLAGS:fflags}|%{FILEDIGESTS}|%{FILENAMES}\n]";

    private static readonly string[] s_places = ["/usr/lib/sysimage/rpm", "/var/lib/rpm"];

    /// <summary>Asks rpm about a root. Who asked for a package is not in its database, so those are listed that nothing else needs.</summary>
    public static PackageDatabase Read(Root root, string manager, IProcessRunner? processes)
    {
        if (processes is null)
            return new PackageDatabase(manager) { Unknown = "the database of rpm is not read" };
        // A program of another system may look for it elsewhere.
        string? place = s_places.FirstOrDefault(path => RootFiles.List(root, path).Any(static name => name.StartsWith("rpmdb.", StringComparison.Ordinal) || name == "Packages" || name == "Packages.db"));
        if (place is null)
            return new PackageDatabase(manager) { Unknown = "the database of rpm is not there" };
        try
        {
            var request = new ProcessRequest("rpm", ["--root", root.Directory, "--dbpath", place, "-qa", "--qf", Format])
            {
                Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" }, Timeout = TimeSpan.FromMinutes(5),
            };
            ProcessResult result = Task.Run(() => processes.RunAsync(request, CancellationToken.None)).GetAwaiter().GetResult();
            return result.ExitCode == 0 && result.StandardOutput.StartsWith("N ", StringComparison.Ordinal)
                ? Parse(manager, result.StandardOutput, RootFiles.Text(root, "/var/lib/zypp/AutoInstalled") ?? string.Empty)
                : new PackageDatabase(manager) { Unknown = $"rpm does not read its database: {(result.StandardError.Trim() is { Length: > 0 } why ? why.Split('\n')[0] : "it names no packages")}" };
        }
        catch (HostToolsException)
        {
            return new PackageDatabase(manager) { Unknown = "its database is read by the program rpm, which is not installed here" };
        }
    }

    /// <summary>Reads what rpm prints in <see cref="Format"/>.</summary>
    /// <param name="manager">dnf or zypper.</param>
    /// <param name="text">What it prints.</param>
    /// <param name="automatic">zypper's list of packages that came by themselves.</param>
    internal static PackageDatabase Parse(string manager, string text, string automatic)
    {
        var provided = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var needs = new List<(string Package, string Needed)>();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        string package = string.Empty;
        foreach (string line in text.Split('\n').Where(static line => line.Length > 2 && line[1] == ' '))
        {
            string said = line[2..];
            switch (line[0])
            {
                case 'N':
                    names.Add(package = said);
                    break;
                case 'P':
                    Provide(said, package);
                    break;
                case 'R':
                    needs.Add((package, said));
                    break;
                case 'F' when said.Split('|', 3) is [var flags, var sum, var path]:
                    Provide(path, package);
                    if (path.StartsWith("/etc/", StringComparison.Ordinal))
                        files[path] = flags.Contains('c', StringComparison.Ordinal) ? sum : string.Empty;
                    break;
                default:
                    break;
            }
        }

        var needed = needs.SelectMany(need => (provided.GetValueOrDefault(need.Needed) ?? []).Where(other => other != need.Package)).ToHashSet(StringComparer.Ordinal);
        HashSet<string> byItself = [.. automatic.Split('\n', StringSplitOptions.TrimEntries)];
        string[] manual = [.. names.Where(name => !needed.Contains(name) && !byItself.Contains(name) && name != "gpg-pubkey")];
        return new PackageDatabase(manager) { Manual = manual, Needed = names.Count - manual.Length, Files = files };

        void Provide(string what, string who)
        {
            if (!provided.TryGetValue(what, out HashSet<string>? all))
                provided[what] = all = new HashSet<string>(StringComparer.Ordinal);
            all.Add(who);
        }
    }
}
