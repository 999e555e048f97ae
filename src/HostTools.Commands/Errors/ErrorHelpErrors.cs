using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of asking about errors; each factory's name is the error id.</summary>
internal static class ErrorHelpErrors
{
    /// <summary>There is no error with that id.</summary>
    /// <remarks>Correct the id; without one, all are listed.</remarks>
    /// <example><code lang="sh">hosttools explain UnknwonOption</code></example>
    public static HostError UnknownErrorId(string id) =>
        new(nameof(UnknownErrorId), ErrorKind.NotFound,
            $"There is no error '{id}'.{(Suggestions.DidYouMean(id, ErrorHelp.All.Select(static help => help.Id)) is { Length: > 0 } hint ? hint : " Get-HostErrorHelp (hosttools explain) lists all there are.")}", id);
}
