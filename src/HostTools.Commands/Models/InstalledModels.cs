using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>Models of a store by their names.</summary>
internal static class InstalledModels
{
    /// <summary>Those that names and wildcards mean; a name that there is not gives an error.</summary>
    public static IReadOnlyList<ShownModel> Matching(CommandContext context, ViewSite site, IReadOnlyList<string> names)
    {
        IReadOnlyList<ShownModel> all = [.. new ModelViews(site).All().OrderBy(static model => Holders.NameOf(model.Holder), StringComparer.Ordinal)];
        var found = new List<ShownModel>();
        foreach (string name in names.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            ShownModel[] matching = [.. all.Where(model => pattern.IsMatch(Holders.NameOf(model.Holder)))];
            found.AddRange(matching.Except(found));
            if (matching.Length == 0 && !pattern.HasWildcards)
                context.Error(AiModelErrors.AiModelUnknown(name, all.Select(static model => Holders.NameOf(model.Holder)), site.Store.Directory));
            else if (matching.Length == 0 && names.Count > 0)
                pattern.NoteNothing(context, "model");
        }

        return found;
    }
}
