using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>Models of a store by their names.</summary>
internal static class InstalledModels
{
    /// <summary>Those that names and wildcards mean; a name that there is not gives an error.</summary>
    public static IReadOnlyList<ShownModel> Matching(CommandContext context, ViewSite site, IReadOnlyList<string> names)
    {
        var all = new ModelViews(site).All().ToDictionary(static model => model.Holder, StringComparer.Ordinal);
        return [.. Matching(context, site, names, all.Keys).Select(holder => all[holder])];
    }

    /// <summary>Who has the models that names and wildcards mean, also those whose bytes are gone.</summary>
    public static IReadOnlyList<string> HoldersOf(CommandContext context, ViewSite site, IReadOnlyList<string> names) => Matching(context, site, names, new ModelViews(site).AllHolders());

    private static List<string> Matching(CommandContext context, ViewSite site, IReadOnlyList<string> names, IEnumerable<string> holders)
    {
        string[] all = [.. holders.OrderBy(Holders.NameOf, StringComparer.Ordinal)];
        var found = new List<string>();
        foreach (string name in names.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            string[] matching = [.. all.Where(holder => pattern.IsMatch(Holders.NameOf(holder)))];
            found.AddRange(matching.Except(found));
            if (matching.Length == 0 && !pattern.HasWildcards)
                context.Error(AiModelErrors.AiModelUnknown(name, all.Select(Holders.NameOf), site.Store.Directory));
            else if (matching.Length == 0 && names.Count > 0)
                pattern.NoteNothing(context, "model");
        }

        return found;
    }
}
