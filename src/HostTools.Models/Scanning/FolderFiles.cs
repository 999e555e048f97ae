using HostTools.Platform;

namespace HostTools.Models.Scanning;

/// <summary>A folder as the files of a model. Links are followed only to files below the root.</summary>
public sealed class FolderFiles : IModelFiles
{
    private readonly Root _root;
    private readonly string _folder;

    /// <param name="root">What links may lead into: the model's folder itself, or the repository with snapshots and blobs around it.</param>
    /// <param name="folder">The model's folder below the root, for example <c>/snapshots/0123abcd</c>.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public FolderFiles(Root root, string folder = "/")
    {
        (_root, _folder) = (root, folder == "/" ? string.Empty : folder.TrimEnd('/'));
        Files = [.. List(string.Empty).OrderBy(static file => file.Path, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScannedFile> Files { get; }

    /// <inheritdoc/>
    public Stream Open(ScannedFile file) => _root.OpenRead($"{_folder}/{file.Path}");

    private IEnumerable<ScannedFile> List(string below)
    {
        foreach (string name in _root.List(below.Length == 0 && _folder.Length == 0 ? "/" : $"{_folder}{(below.Length == 0 ? string.Empty : $"/{below}")}"))
        {
            string path = below.Length == 0 ? name : $"{below}/{name}";
            if (_root.Stat($"{_folder}/{path}") is not { } status)
                continue;
            if (status.Type != FileEntryType.Directory)
            {
                yield return Describe(path, status);
                continue;
            }

            foreach (ScannedFile file in List(path))
                yield return file;
        }
    }

    private ScannedFile Describe(string path, FileStatus status)
    {
        bool isLink = status.Type == FileEntryType.Link;
        string? target = isLink ? _root.ReadLink($"{_folder}/{path}") : null;
        bool isOutside = isLink && !LeadsToFile(path, target);
        if (isLink && !isOutside)
            status = _root.StatFollowed($"{_folder}/{path}") ?? status;
        bool isRegular = !isOutside && status.Type == FileEntryType.File;
        return new ScannedFile(path, isRegular ? status.Size : 0)
        {
            LinkTarget = target,
            IsLinkOutside = isOutside,
            IsSpecial = !isOutside && !isRegular,
            IsExecutable = isRegular && !OperatingSystem.IsWindows() && (status.Mode & 0b001_001_001) != 0,
        };
    }

    /// <summary>
    /// A relative target that stays below the root on its way, step by step, and is a regular file: what a program without our root would
    /// open is then the same file.
    /// </summary>
    private bool LeadsToFile(string path, string? target)
    {
        if (string.IsNullOrEmpty(target) || target.StartsWith('/') || Path.IsPathRooted(target))
            return false;
        List<string> parts = [.. $"{_folder}/{path}".Split('/', StringSplitOptions.RemoveEmptyEntries)];
        parts.RemoveAt(parts.Count - 1);
        foreach (string part in target.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "." || (part == ".." && parts.Count == 0))
            {
                if (part == "..")
                    return false;
                continue;
            }

            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
            if (parts.Count > 0 && _root.Stat($"/{string.Join('/', parts)}") is not { Type: FileEntryType.File or FileEntryType.Directory })
                return false;
        }

        return _root.Stat($"/{string.Join('/', parts)}") is { Type: FileEntryType.File };
    }
}
