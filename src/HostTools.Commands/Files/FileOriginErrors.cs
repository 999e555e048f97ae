using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of asking what a file comes from; each factory's name is the error id.</summary>
internal static class FileOriginErrors
{
    /// <summary>The host's configuration puts nothing at that path, so no definition stands behind it.</summary>
    /// <remarks>Correct the path; Get-HostPlan (hosttools plan) lists what the host manages.</remarks>
    /// <example><code lang="sh">hosttools file origin toaster /etc/no-such-file</code></example>
    public static HostError FileNotManaged(string host, string path, IReadOnlyList<string> managed)
    {
        string folder = path.TrimEnd('/') + "/";
        string[] below = [.. managed.Where(known => known.StartsWith(folder, StringComparison.Ordinal)).Take(4)];
        string hint = below.Length > 0 ? $" Below it are {string.Join(", ", below)}."
            : Suggestions.DidYouMean(path, managed) is { Length: > 0 } near ? near
            : " Get-HostPlan (hosttools plan) lists what it manages.";
        return new HostError(nameof(FileNotManaged), ErrorKind.NotFound, $"'{host}' does not manage '{path}'.{hint}", path);
    }
}
