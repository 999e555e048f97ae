using System.Net;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What it means when a hub refuses: it says so in headers, and answers alike for what is missing and what is private.</summary>
/// <param name="source">What was asked for.</param>
/// <param name="server">Who was asked.</param>
/// <param name="found">The token that was sent; null when there was none.</param>
internal sealed class HubRefusals(HuggingFaceSource source, HubServer server, FoundToken? found)
{
    /// <summary>Of a question about the repository.</summary>
    public HostError Repository(HttpRefusal refusal) => Known(refusal, null) ?? refusal.Status switch
    {
        HttpStatusCode.NotFound => ModelErrors.ModelMissing(source, found is not null),
        _ => Other(refusal),
    };

    /// <summary>Of the bytes of a file.</summary>
    public HostError File(HttpRefusal refusal, string path) => Known(refusal, path) ?? refusal.Status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ModelErrors.FileMissing(source, path),
        _ => Other(refusal),
    };

    private HostError? Known(HttpRefusal refusal, string? path)
    {
        string said = refusal.Header("X-Error-Message");
        return refusal.Header("X-Error-Code") switch
        {
            "GatedRepo" => ModelErrors.ModelGated(source, server.Page, found is not null),
            "RevisionNotFound" => ModelErrors.RevisionMissing(source),
            "EntryNotFound" when path is not null => ModelErrors.FileMissing(source, path),
            "RepoNotFound" => ModelErrors.ModelMissing(source, found is not null),
            _ when said.Contains("Access to this resource is disabled", StringComparison.OrdinalIgnoreCase) => ModelErrors.ModelDisabled(source),
            // A hub says 401 of what does not exist, too, unless it is about the token itself.
            _ when refusal.Status is HttpStatusCode.Unauthorized && found is not null && IsAboutToken(said + refusal.Body) => ModelErrors.TokenRefused(server.Endpoint.Authority, found.Origin),
            _ when refusal.Status is HttpStatusCode.Unauthorized => ModelErrors.ModelMissing(source, found is not null),
            _ => null,
        };
    }

    private HostError Other(HttpRefusal refusal) => refusal.Status is HttpStatusCode.Forbidden
        ? ModelErrors.AccessRefused(source, server.Endpoint.Authority, (int)refusal.Status, "Use a token whose account and rights include this model.")
        : ModelErrors.ServerRefused(refusal.Address, refusal.Status, refusal.Body);

    private static bool IsAboutToken(string said) =>
        said.Contains("Invalid credentials", StringComparison.OrdinalIgnoreCase) || said.Contains("Invalid user token", StringComparison.OrdinalIgnoreCase)
        || said.Contains("token is expired", StringComparison.OrdinalIgnoreCase);
}
