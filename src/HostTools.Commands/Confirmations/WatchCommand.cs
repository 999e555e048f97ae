using HostTools.Activation;

namespace HostTools.Commands;

/// <summary>The command line that takes back what is not confirmed, whatever is installed: the executable, or PowerShell with the module.</summary>
internal static class WatchCommand
{
    private const string Manifest = "HostTools.psd1";

    // Somebody may work on the target in this moment.
    private const string Patience = "10min";

    /// <summary>Program and arguments; null where neither can be found.</summary>
    public static IReadOnlyList<string>? Of(Target target)
    {
        string? user = target.Identity.User;
        Target machine = target.Machine ?? target;
        string? state = machine.StateDirectory == Target.StatePath ? null : machine.StateDirectory;
        if (FindExecutable() is { } program)
            return [program, "repair", "--yes", "--wait", Patience, .. user is null ? [] : new[] { "--user", user }, .. state is null ? [] : new[] { "--state", state }];
        if (FindShell() is not { } shell || FindManifest() is not { } manifest)
            return null;
        string script = $"$ErrorActionPreference = 'Stop'; Import-Module {Quote(manifest)}; Repair-HostState -Confirm:$false -Wait {Patience}"
            + (user is null ? string.Empty : $" -User {Quote(user)}") + (state is null ? string.Empty : $" -State {Quote(state)}");
        return [shell, "-NoProfile", "-NonInteractive", "-Command", script];
    }

    /// <summary>The executable: this one, the one beside the module, or the one on PATH.</summary>
    public static string? FindExecutable()
    {
        string name = OperatingSystem.IsWindows() ? "hosttools.exe" : "hosttools";
        if (Environment.ProcessPath is { } own && Path.GetFileName(own) == name)
            return own;
        // A package shares libraries between executable and module by links.
        string library = typeof(WatchCommand).Assembly.Location;
        return new[] { library, File.ResolveLinkTarget(library, returnFinalTarget: true)?.FullName }
            .OfType<string>().Select(path => Path.Join(Path.GetDirectoryName(path), name)).FirstOrDefault(File.Exists) ?? OnPath(name);
    }

    private static string? FindShell() =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "pwsh" ? own : OnPath("pwsh");

    private static string? FindManifest()
    {
        // Beside the libraries' folders, in what is installed and in what was built.
        for (string? folder = Path.GetDirectoryName(typeof(WatchCommand).Assembly.Location); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, Manifest)))
                return Path.Join(folder, Manifest);
        }

        return null;
    }

    // Only what an absolute folder says: whatever the current one is, later it is another.
    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified).Select(folder => Path.Join(folder, name)).FirstOrDefault(File.Exists);

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>Words of a command line in a unit.</summary>
internal static class UnitLine
{
    /// <summary>One word, in which nothing has a meaning of its own.</summary>
    public static string Quote(string word)
    {
        string text = word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal);
        return text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_' or '=') ? text : $"\"{text}\"";
    }
}
