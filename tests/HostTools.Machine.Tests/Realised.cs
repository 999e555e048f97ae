using System.Text;
using HostTools.Activation.Resources;
using HostTools.Configuration;

namespace HostTools.Machine.Tests;

/// <summary>What came of a host: its configuration and the resources it wants.</summary>
internal sealed record Realised(HostConfig Config, ResourceSet Set)
{
    /// <summary>Every file, by its path on the target.</summary>
    public IEnumerable<FileResource> Files => Set.Resources.OfType<FileResource>();

    /// <summary>Every file with secrets, by its path on the target.</summary>
    public IEnumerable<SecretResource> Secrets => Set.Resources.OfType<SecretResource>();

    /// <summary>Text of such a file, with the name of a secret where it stands.</summary>
    public static string TextOf(SecretResource file) =>
        string.Concat(file.Content.Parts.Select(static part => part.Text ?? $"<secret {part.Secret}{(part.Escape is SecretEscape.None ? string.Empty : $" {part.Escape}")}>"));

    /// <summary>Every link, by its path on the target.</summary>
    public IEnumerable<LinkResource> Links => Set.Resources.OfType<LinkResource>();

    /// <summary>The text of a file that must be there.</summary>
    public string Text(string path)
    {
        FileResource? file = Files.FirstOrDefault(candidate => candidate.Path == path);
        Assert.True(file is not null, $"{path} is not among\n{string.Join('\n', Files.Select(static candidate => candidate.Path))}");
        return TextOf(file);
    }

    /// <summary>What a link says; null when there is none.</summary>
    public string? Link(string path) => Links.FirstOrDefault(link => link.Path == path)?.LinkTarget;

    /// <summary>Whether a file is wanted.</summary>
    public bool Has(string path) => Files.Any(file => file.Path == path);

    /// <summary>Text of a file's content.</summary>
    public static string TextOf(FileResource file) => Encoding.UTF8.GetString(
        file.Content.Bytes is { } bytes ? bytes.Span : File.ReadAllBytes(file.Content.SourcePath!)); // One of the two is given.

    /// <summary>Puts files and links into a folder, as they would lie on a machine.</summary>
    public void WriteTo(string root)
    {
        foreach (FileResource file in Files)
        {
            string path = Place(root, file.Path);
            File.WriteAllText(path, TextOf(file));
            File.SetUnixFileMode(path, (UnixFileMode)(file.Mode ?? 0x1A4)); // 0644
        }

        foreach (LinkResource link in Links)
            File.CreateSymbolicLink(Place(root, link.Path), link.LinkTarget);
    }

    private static string Place(string root, string path)
    {
        string full = root + path;
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // An absolute path of a file has a parent.
        return full;
    }
}
