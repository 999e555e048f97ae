namespace HostTools.Machine.Files;

/// <summary>Where the entries of an option lie.</summary>
/// <param name="Option">The option, a map by path.</param>
/// <param name="Folder">Absolute folder that the paths are below, without a slash at the end; empty when they are absolute themselves.</param>
internal sealed record FilePlace(IReadOnlyList<string> Option, string Folder)
{
    /// <summary>The files of a machine.</summary>
    public static IReadOnlyList<FilePlace> OfMachine { get; } =
    [
        new(["environment", "etc"], "/etc"),
        new(["environment", "files"], string.Empty),
    ];
}
