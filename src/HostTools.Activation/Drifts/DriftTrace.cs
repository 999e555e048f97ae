using System.Globalization;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What the file system knows of a change: whose the thing is now, and when it was changed.</summary>
internal sealed class DriftTrace(Target target, ProviderSet providers, DateTimeOffset applied)
{
    private const int NumberField = 2;

    private readonly Lazy<Dictionary<int, string>> _names = new(() => NamesOf((target.Machine ?? target).Root));

    /// <summary>The difference with what is known of it.</summary>
    public Drift Of(Drift drift)
    {
        if (drift.Difference is DriftKind.Missing or DriftKind.Unobservable || providers.PlaceOf(drift.Id).Space != PathRules.Space)
            return drift;
        try
        {
            return target.Root.Stat(drift.Id.Key) is { } found ? drift with { Owner = NameOf(found.UserId), ChangedAt = TimeOf(drift.Difference, found) } : drift;
        }
        catch (RootIOException)
        {
            return drift;
        }
    }

    /// <summary>A time of content from before the apply was carried along, as by mv and cp -p: then it is that of the entry.</summary>
    private DateTimeOffset? TimeOf(DriftKind difference, FileStatus found) =>
        difference is DriftKind.Content or DriftKind.Type && found.ModifiedAt >= applied ? found.ModifiedAt
        : found.ChangedAt > DateTimeOffset.MinValue ? found.ChangedAt : null;

    private string? NameOf(int user) => OperatingSystem.IsWindows() ? null : _names.Value.GetValueOrDefault(user) ?? user.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<int, string> NamesOf(Root root)
    {
        var names = new Dictionary<int, string> { [0] = "root" };
        foreach (string[] fields in (root.TryReadAllText("/etc/passwd") ?? string.Empty).Split('\n').Select(static line => line.Split(':')))
        {
            if (fields.Length > NumberField && int.TryParse(fields[NumberField], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                names.TryAdd(number, fields[0]);
        }

        return names;
    }
}
