using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Links of an archive. Those to files of the same archive become files; all others are refused.</summary>
/// <param name="archive">Its name, for messages.</param>
internal sealed class ArchiveLinks(string archive)
{
    private const int LongestChain = 8;
    private const int MostForOneFile = 16;

    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    /// <summary>Remembers one.</summary>
    /// <exception cref="HostToolsException">ArchiveUnsafe: it leads out of the archive.</exception>
    public void Add(string path, ArchiveEntry entry)
    {
        string directory = entry.Kind is ArchiveEntryKind.SymbolicLink ? path[..(path.LastIndexOf('/') + 1)] : string.Empty;
        _links[path] = RelativePath.Resolve(directory, entry.Target) ?? throw Refused(path, $"it is a link to '{entry.Target}', outside of the archive");
    }

    /// <summary>Paths of links by the file they lead to; the n-th of a file comes with the n-th further run through the archive.</summary>
    /// <param name="files">All files of the archive.</param>
    /// <exception cref="HostToolsException">ArchiveUnsafe: it leads to no file.</exception>
    public IReadOnlyDictionary<string, List<string>> ByFile(IReadOnlySet<string> files)
    {
        var byFile = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string link in _links.Keys.Order(StringComparer.Ordinal))
        {
            string file = Follow(link, files);
            if (!byFile.TryGetValue(file, out List<string>? paths))
                byFile[file] = paths = [];
            paths.Add(link);
            if (paths.Count > MostForOneFile)
                throw Refused(file, $"more than {MostForOneFile} links lead to it");
        }

        return byFile;
    }

    private string Follow(string link, IReadOnlySet<string> files)
    {
        string at = link;
        for (int step = 0; step < LongestChain; step++)
        {
            at = _links[at];
            if (files.Contains(at))
                return at;
            if (!_links.ContainsKey(at))
                throw Refused(link, $"it is a link to '{at}', which is no file of the archive");
        }

        throw Refused(link, "it is a link to links without end");
    }

    private HostToolsException Refused(string path, string why) => new(ModelErrors.ArchiveUnsafe(archive, path, why));
}
