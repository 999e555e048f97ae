namespace HostTools.Models;

/// <summary>A directory of this user alone for what an origin needs on the way, removed afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("hosttools-models-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        // What git makes is read-only, and Windows does not remove that.
        foreach (string file in OperatingSystem.IsWindows() ? Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories) : [])
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Path, recursive: true);
    }
}
