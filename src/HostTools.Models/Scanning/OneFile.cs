using HostTools.Platform;

namespace HostTools.Models.Scanning;

/// <summary>A single file as a model.</summary>
public sealed class OneFile : IModelFiles
{
    private readonly Root _folder;

    /// <param name="folder">The directory that it is in.</param>
    /// <param name="name">Its name there.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    public OneFile(Root folder, string name)
    {
        FileStatus status = folder.Stat("/" + name) ?? throw new FileNotFoundException($"There is no file '{folder.Describe("/" + name)}'.");
        bool isRegular = status.Type == FileEntryType.File;
        _folder = folder;
        Files = [new ScannedFile(name, isRegular ? status.Size : 0) { IsSpecial = !isRegular, IsExecutable = isRegular && !OperatingSystem.IsWindows() && (status.Mode & 0b001_001_001) != 0 }];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScannedFile> Files { get; }

    /// <inheritdoc/>
    public Stream Open(ScannedFile file) => _folder.OpenRead("/" + file.Path);
}
