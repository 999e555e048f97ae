using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Ends a list in pages that a server never ends. Not thread-safe.</summary>
/// <param name="address">Who lists, for the message.</param>
internal sealed class PageGuard(string address)
{
    private const int MostPages = 10_000;
    private const int MostFiles = 1_000_000;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _files;

    /// <summary>Before each page but the first.</summary>
    /// <param name="cursor">What the server calls the page.</param>
    /// <exception cref="HostToolsException">ListingEndless: the page was there before, or there are far too many.</exception>
    public void Turn(string cursor)
    {
        if (!_seen.Add(cursor))
            throw new HostToolsException(ModelErrors.ListingEndless(address, "it sends back to a page that was there before"));
        if (_seen.Count > MostPages)
            throw new HostToolsException(ModelErrors.ListingEndless(address, $"it has more than {MostPages:N0} pages"));
    }

    /// <summary>For each file or directory.</summary>
    /// <exception cref="HostToolsException">ListingEndless.</exception>
    public void Count()
    {
        if (++_files > MostFiles)
            throw new HostToolsException(ModelErrors.ListingEndless(address, $"it has more than {MostFiles:N0} files"));
    }
}
