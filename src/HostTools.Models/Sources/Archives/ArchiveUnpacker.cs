using System.Runtime.CompilerServices;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Files of a tar, plain or compressed, or of a zip; which of them its first bytes say. Paths, counts, sizes and links are limited by
/// <see cref="UnpackLimits"/> and <see cref="ArchiveLinks"/>; times, owners and modes are left out.
/// </summary>
/// <param name="name">Name of the archive, for messages.</param>
public sealed class ArchiveUnpacker(string name) : IUnpacker
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<UnpackedFile> UnpackAsync(Stream archive, [EnumeratorCancellation] CancellationToken token)
    {
        var rules = new UnpackLimits(name, archive.Length);
        var files = new HashSet<string>(StringComparer.Ordinal);
        var links = new ArchiveLinks(name);
        await foreach (ArchiveEntry entry in EntriesAsync(archive, token).ConfigureAwait(false))
        {
            rules.Count();
            string path = UnpackLimits.Normal(entry.Path);
            if (entry.Kind is ArchiveEntryKind.Directory)
                continue;
            rules.Take(path, entry.Path);
            if (entry.Kind is ArchiveEntryKind.Other)
                throw new HostToolsException(ModelErrors.ArchiveUnsafe(name, entry.Path, "it is neither a file nor a directory nor a link that can be read"));
            if (entry.Kind is ArchiveEntryKind.SymbolicLink or ArchiveEntryKind.HardLink)
                links.Add(path, entry);
            else if (files.Add(path))
                yield return new UnpackedFile(path, Content(entry, rules));
        }

        if (files.Count == 0)
            throw new HostToolsException(ModelErrors.ArchiveDamaged(name, "it has no files"));
        await foreach (UnpackedFile link in LinksAsync(archive, links.ByFile(files), rules, token).ConfigureAwait(false))
            yield return link;
    }

    /// <summary>The archive can be read in one direction only, so it is read again for each further name of a file.</summary>
    private async IAsyncEnumerable<UnpackedFile> LinksAsync(
        Stream archive, IReadOnlyDictionary<string, List<string>> links, UnpackLimits rules, [EnumeratorCancellation] CancellationToken token)
    {
        for (int turn = 0; links.Values.Any(paths => paths.Count > turn); turn++)
        {
            await foreach (ArchiveEntry entry in EntriesAsync(archive, token).ConfigureAwait(false))
            {
                if (entry.Kind is ArchiveEntryKind.File && links.TryGetValue(UnpackLimits.Normal(entry.Path), out List<string>? paths) && paths.Count > turn)
                    yield return new UnpackedFile(paths[turn], Content(entry, rules));
            }
        }
    }

    private ArchiveStream Content(ArchiveEntry entry, UnpackLimits rules)
    {
        try
        {
            return new ArchiveStream(entry.Open(), name, rules);
        }
        catch (Exception cause) when (ArchiveStream.IsDamage(cause))
        {
            throw new HostToolsException(ModelErrors.ArchiveDamaged(name, cause.Message, cause));
        }
    }

    private async IAsyncEnumerable<ArchiveEntry> EntriesAsync(Stream archive, [EnumeratorCancellation] CancellationToken token)
    {
        archive.Position = 0;
        await using IAsyncEnumerator<ArchiveEntry> entries = Reader(archive, token).GetAsyncEnumerator(token);
        while (await NextAsync(entries).ConfigureAwait(false))
            yield return entries.Current;
    }

    private IAsyncEnumerable<ArchiveEntry> Reader(Stream archive, CancellationToken token)
    {
        Span<byte> start = stackalloc byte[8];
        int count = archive.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        archive.Position = 0;
        return start[..count].StartsWith("PK"u8) ? ZipEntries.ReadAsync(archive, token) : TarEntries.ReadAsync(Decompressed.Open(archive, start[..count], name), token);
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ArchiveEntry> entries)
    {
        try
        {
            return await entries.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception cause) when (ArchiveStream.IsDamage(cause))
        {
            throw new HostToolsException(ModelErrors.ArchiveDamaged(name, cause.Message, cause));
        }
    }
}
