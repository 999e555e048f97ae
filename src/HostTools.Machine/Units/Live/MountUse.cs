using System.Globalization;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>Who keeps a file system from being unmounted.</summary>
internal static class MountUse
{
    private const int MaximumUsers = 5;

    /// <summary>Processes that have it as their folder or root, or a file of it open: <c>process 4711 (bash)</c>.</summary>
    /// <param name="root">Where /proc is.</param>
    /// <param name="where">Where it is mounted.</param>
    public static IReadOnlyList<string> Of(Root root, string where) => where.Length < 2 ? [] :
    [
        .. root.List("/proc").Where(static name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Where(process => Uses(root, $"/proc/{process}", where))
            .Select(process => $"process {process} ({(root.TryReadAllText($"/proc/{process}/comm") ?? "?").Trim()})")
            .Take(MaximumUsers),
    ];

    private static bool Uses(Root root, string process, string where)
    {
        try
        {
            return root.List($"{process}/fd").Select(static file => $"fd/{file}").Prepend("cwd").Prepend("root").Prepend("exe")
                .Select(link => root.ReadLink($"{process}/{link}"))
                .Any(target => target is not null && (target == where || target.StartsWith(where + "/", StringComparison.Ordinal)));
        }
        catch (RootIOException)
        {
            return false; // It ended in this moment, or is none of ours to look into.
        }
    }
}
