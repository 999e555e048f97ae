namespace HostTools.Cli.Tests;

/// <summary>A copy of the example tree in a folder of its own.</summary>
public sealed class Workspace : IDisposable
{
    public Workspace()
    {
        DirectoryInfo? clone = new(AppContext.BaseDirectory);
        while (clone is not null && !File.Exists(Path.Combine(clone.FullName, "HostTools.sln")))
            clone = clone.Parent;
        Clone = clone?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
        Copy(new DirectoryInfo(Path.Combine(Clone, "examples/homelab")), Tree);
    }

    public string Clone { get; }

    public string Tree { get; } = Directory.CreateTempSubdirectory("hosttools-cli-").FullName;

    public string Root => Path.Combine(Tree, "out");

    public string Host => Path.Combine(Tree, "hosts/toaster/default.yaml");

    public void Dispose() => Directory.Delete(Tree, recursive: true);

    private static void Copy(DirectoryInfo from, string to)
    {
        foreach (FileInfo file in from.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
    }
}
