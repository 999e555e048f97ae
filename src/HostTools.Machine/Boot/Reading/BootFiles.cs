using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>The files of boot loaders below the root of a machine.</summary>
internal sealed class BootFiles(Root root)
{
    /// <summary>No loader's text is near this; it bounds what a broken or hostile file can cost.</summary>
    public const long Limit = 1 << 20;

    /// <summary>Folders with more files than this are no folders of entries.</summary>
    public const int MostEntries = 2000;

    /// <summary>Where the EFI system partition, or the one for kernels beside it, is mounted.</summary>
    public static readonly IReadOnlyList<string> Mounts = ["/efi", "/boot/efi", "/boot"];

    public Root Root => root;

    /// <summary>A file's bytes; null when there is no such file.</summary>
    /// <exception cref="HostToolsException">BootFileUnreadable.</exception>
    public byte[]? Bytes(string path, long limit = Limit)
    {
        try
        {
            return root.StatFollowed(path) is { Type: FileEntryType.File } ? root.ReadAllBytes(path, limit) : null;
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.NotFound)
        {
            return null;
        }
        catch (RootIOException cause)
        {
            throw new HostToolsException(MachineErrors.BootFileUnreadable(root.Describe(path), cause.Message));
        }
    }

    /// <summary>A file as a parser reads it; as an empty one when it is not there.</summary>
    /// <exception cref="HostToolsException">BootFileUnreadable, also when the parser throws a FormatException.</exception>
    public T Parsed<T>(string path, Func<byte[], T> parse)
    {
        try
        {
            return parse(Bytes(path) ?? []);
        }
        catch (FormatException cause)
        {
            throw new HostToolsException(MachineErrors.BootFileUnreadable(root.Describe(path), cause.Message));
        }
    }

    /// <summary>Files of a folder with an ending, capitals or not, by name.</summary>
    public IReadOnlyList<string> List(string folder, string ending)
    {
        IReadOnlyList<string> names;
        try
        {
            names = root.List(folder);
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.NotFound or RootFailure.NotDirectory)
        {
            return [];
        }
        catch (RootIOException cause)
        {
            throw new HostToolsException(MachineErrors.BootFileUnreadable(root.Describe(folder), cause.Message));
        }

        return names.Count > MostEntries
            ? throw new HostToolsException(MachineErrors.BootFileUnreadable(root.Describe(folder), $"it has more than {MostEntries} files"))
            : [.. names.Where(name => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && !name.StartsWith('.'))];
    }

    /// <summary>The folder that a path is in is the same as another, whatever links there are.</summary>
    public string Real(string path) => root.ResolveDirectory(RootPath.ParentOf(path)) is { } folder ? RootPath.Join(folder, RootPath.NameOf(path)) : path;
}
