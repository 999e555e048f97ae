using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Names that two models want for different versions. Found from wishes alone, before anything is fetched.</summary>
internal static class ContestedViews
{
    /// <summary>A wish of a holder for a model at a version.</summary>
    public sealed record Claim(string Holder, ModelSource Source, string Version, IReadOnlyList<ViewWish> Wishes);

    /// <summary>An error for each wish that meets an earlier one.</summary>
    /// <param name="claims">All models that will be there; those that stay as they are first.</param>
    /// <param name="describe">A path for people.</param>
    public static IEnumerable<(string Holder, HostError Error)> Find(IEnumerable<Claim> claims, Func<string, string> describe)
    {
        var names = new Dictionary<string, (string Value, string Holder)>(StringComparer.Ordinal);
        foreach (Claim claim in claims)
        {
            foreach (ViewWish wish in claim.Wishes)
            {
                if (wish.NameOf(claim.Source, claim.Version) is not { } name)
                    continue;
                string path = $"{wish.Folder.TrimEnd('/')}/{name.Path}";
                if (!names.TryAdd(path, (name.Value, claim.Holder)) && names[path].Value != name.Value)
                    yield return (claim.Holder, ModelErrors.ViewContested(describe(path), Holders.Words(claim.Holder), Holders.Words(names[path].Holder)));
            }
        }
    }
}
