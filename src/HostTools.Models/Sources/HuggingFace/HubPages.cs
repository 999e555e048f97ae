using System.Text.RegularExpressions;

namespace HostTools.Models;

/// <summary>Lists of a hub come in pages; each says where the next one is.</summary>
internal static partial class HubPages
{
    /// <summary>The page after this one; null when it was the last.</summary>
    /// <remarks>Hubs behind a proxy name themselves in the address; only the place in the list is taken from it.</remarks>
    public static Uri? Next(Uri endpoint, Uri page, HttpAnswer answer) => NextLink().Match(answer.Header("Link")) is { Success: true } link
        ? new Uri(endpoint, page.AbsolutePath + new Uri(page, link.Groups[1].Value).Query)
        : null;

    // Link: <https://host/…?cursor=…>; rel="next"
    [GeneratedRegex("<([^>]+)>[^,]*;\\s*rel=\"?next\"?")]
    private static partial Regex NextLink();
}
