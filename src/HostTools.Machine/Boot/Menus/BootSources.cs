namespace HostTools.Machine.Boot;

/// <summary>What is in a boot loader's files beside ours, as it was seen.</summary>
/// <param name="LiminePath">The limine.conf that counts; null when there is none.</param>
/// <param name="LimineBytes">Its content without our blocks.</param>
/// <param name="Menu">The menu of the Boot Loader Specification without our entries; null when there is none.</param>
/// <param name="Texts">Text of the entries of <see cref="Menu"/>, by file.</param>
/// <param name="Enrolled">A program of Limine that starts with one certain configuration only; null when there is none.</param>
internal sealed record BootSources(string? LiminePath, byte[] LimineBytes, BootMenu? Menu, IReadOnlyDictionary<string, byte[]> Texts, string? Enrolled)
{
    public static BootSources Read(BootFiles files, string mount)
    {
        string? limine = LiminePlaces.Find(files, mount) is [var first, ..] ? first : null;
        BootMenu? menu = BlsMenu.ReadForeign(files, mount);
        IEnumerable<string> paths = menu?.Entries.Where(static entry => entry.Kind is BootEntryKind.Linux).Select(static entry => entry.File) ?? [];
        return new BootSources(
            limine, limine is null ? [] : LiminePieces.Strip(files.Bytes(limine) ?? []), menu,
            paths.ToDictionary(static path => path, path => files.Bytes(path) ?? [], StringComparer.Ordinal), LimineEnrolment.Find(files, mount));
    }
}
