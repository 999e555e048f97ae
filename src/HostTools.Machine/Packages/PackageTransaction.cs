using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Packages.Managers;

namespace HostTools.Machine.Packages;

/// <summary>Everything that one transaction of a package manager does.</summary>
/// <param name="Resource">The resource it is shown for.</param>
/// <param name="Order">What to install and to remove; what came along with what goes is among that.</param>
internal sealed record PackageTransaction(ResourceId Resource, PackageOrder Order)
{
    /// <summary>What else moves.</summary>
    public IReadOnlyList<PackageStep> Along { get; init; } = [];

    /// <summary>Packages that somebody asks for from now on.</summary>
    public IReadOnlyList<string> Manual { get; init; } = [];

    /// <summary>Packages that nobody asks for any more.</summary>
    public IReadOnlyList<string> Automatic { get; init; } = [];

    /// <summary>The index is brought up to date first.</summary>
    public bool IsRefreshed { get; init; }

    /// <summary>All packages that it touches.</summary>
    public IReadOnlyList<string> Names => [.. Order.Install.Select(static step => step.Name).Concat(Order.Remove).Concat(Along.Select(static step => step.Name)).Concat(Manual).Concat(Automatic).Distinct(StringComparer.Ordinal)];

    /// <summary>For people: <c>Installing ripgrep and 3 more</c>.</summary>
    public string Description => (Order.Install.Select(static step => step.Name).ToList(), Order.Remove) switch
    {
        ({ Count: > 0 } coming, { Count: 0 }) => $"Installing {Listed(coming)}",
        ({ Count: 0 }, { Count: > 0 } going) => $"Removing {Listed(going)}",
        ({ Count: > 0 } coming, { Count: > 0 } going) => $"Installing {Listed(coming)}, removing {Listed(going)}",
        _ => "Marking packages",
    };

    /// <summary>What changes amount to.</summary>
    public static PackageTransaction Of(IReadOnlyList<Change> changes)
    {
        var install = new SortedDictionary<string, PackageStep>(StringComparer.Ordinal);
        var remove = new SortedSet<string>(StringComparer.Ordinal);
        (var manual, var automatic) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (Change change in changes)
        {
            var before = change.Before as PackageState ?? PackageState.Nothing;
            var after = (PackageState)change.After!; // Only such changes come here.
            bool isRepair = change.Action is ChangeAction.Update && !after.Entries.Any(entry => before.Find(entry.Name) is not { } was || was.Version != entry.Version || was.IsAutomatic != entry.IsAutomatic);
            foreach (PackageEntry entry in after.Entries)
            {
                PackageEntry? was = before.Find(entry.Name);
                if (entry.Version is not null && (entry.Version != was?.Version || isRepair))
                    install[entry.Name] = new PackageStep(entry.Name, was?.Version, entry.Version);
                else if (entry.Version is null && was?.Version is not null)
                    remove.Add(entry.Name);
                else if (entry.Version is not null && was is not null && was.IsAutomatic != entry.IsAutomatic)
                    (entry.IsAutomatic ? automatic : manual).Add(entry.Name);
            }

            remove.UnionWith(after.Along.Where(static step => step.To is null).Select(static step => step.Name));
        }

        return new PackageTransaction(changes.Count > 0 ? changes[0].Id : default, new PackageOrder { Install = [.. install.Values], Remove = [.. remove.Except(install.Keys)] })
        {
            Along = [.. changes.SelectMany(static change => ((PackageState)change.After!).Along).Where(static step => step.To is not null)], // See above.
            Manual = [.. manual],
            Automatic = [.. automatic],
            IsRefreshed = install.Count > 0 && changes.Any(static change => change.Desired is PackageResource { IsRefreshed: true }),
        };
    }

    private static string Listed(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(3)) + (names.Count > 3 ? $" and {names.Count - 3} more" : string.Empty);
}
