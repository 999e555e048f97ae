namespace HostTools.Packaging.Tests;

/// <summary>What <c>dotnet publish packaging</c> makes of this clone, in a folder of its own; made once for all tests.</summary>
public sealed class Publication : IDisposable
{
    public Publication()
    {
        Publish(Programs.Clone, Folder);
        Programs.Run(Folder, "cp", "-R", Path.Combine(Programs.Clone, "examples/homelab"), Tree);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("hosttools-published-").FullName;

    public string Executable => Path.Combine(Folder, "bin/hosttools");

    public string Modules => Path.Combine(Folder, "module");

    /// <summary>A copy of the example.</summary>
    public string Tree => Path.Combine(Folder, "homelab");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static void Publish(string clone, string folder, params string[] properties) =>
        Programs.Run(clone, "dotnet", ["publish", "packaging", "--nologo", "-v", "q", "-m:1", $"-p:PublishDir={folder}/", .. properties]);
}

[CollectionDefinition(Name)]
public sealed class PublicationCollection : ICollectionFixture<Publication>
{
    public const string Name = "published";
}
