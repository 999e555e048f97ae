using HostTools.Models.Scanning;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Files of a model in memory.</summary>
public sealed class MemoryFiles : IModelFiles
{
    private readonly SortedDictionary<string, byte[]> _content = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScannedFile> _described = [];

    public IReadOnlyList<ScannedFile> Files => [.. _content.Select(pair => _described.GetValueOrDefault(pair.Key) ?? new ScannedFile(pair.Key, pair.Value.Length))];

    public MemoryFiles Add(string path, byte[] content)
    {
        _content[path] = content;
        return this;
    }

    public MemoryFiles Add(string path, string text) => Add(path, System.Text.Encoding.UTF8.GetBytes(text));

    public MemoryFiles Add(ScannedFile file, byte[] content)
    {
        _described[file.Path] = file;
        return Add(file.Path, content);
    }

    public Stream Open(ScannedFile file) => new MemoryStream(_content[file.Path], writable: false);
}
