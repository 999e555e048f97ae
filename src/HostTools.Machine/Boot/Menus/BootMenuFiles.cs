using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>What of the boot loaders' files on a target is ours, by mount point of the EFI system partition.</summary>
internal sealed class BootMenuFiles(Target target) : IThings<BootMenuState>
{
    private readonly BootFiles _files = new(target.Root);

    public Task<IReadOnlyList<BootMenuState>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<BootMenuState>>([.. keys.Select(mount => new BootMenuState(Pieces(mount)) { Sources = BootSources.Read(_files, mount) })]);

    public Task WriteAsync(string key, BootMenuState state, Action<string> note, CancellationToken token)
    {
        var writer = new BootFileWriter(target);
        writer.RemoveLeftovers(BootFiles.Mounts.Prepend(key).SelectMany(mount => BlsMenu.Folders(_files, mount)).Concat(LiminePlaces.Find(_files, key).Select(RootPath.ParentOf)));
        IEnumerable<string> limine = LiminePlaces.Find(_files, key).Concat(state.Pieces.Where(static piece => piece.Block is not null).Select(static piece => piece.Path)).Distinct();
        foreach (string path in limine)
        {
            byte[] before = _files.Bytes(path) ?? [];
            byte[] after = LiminePieces.With(before, state.Pieces.Where(piece => piece.Path == path));
            // What nobody else wrote anything into was made for our blocks.
            if (after.Length == 0 && before.Length > 0)
                writer.Remove(path);
            else if (!before.AsSpan().SequenceEqual(after))
                writer.Write(path, after, keepsOld: true);
        }

        foreach (string path in OwnFiles(key).Where(path => !state.Pieces.Any(piece => piece.Path == path)).ToList())
            writer.Remove(path);
        foreach (BootPiece piece in state.Pieces.Where(static piece => piece.Block is null))
        {
            byte[] text = System.Text.Encoding.UTF8.GetBytes(piece.Text);
            if (_files.Bytes(piece.Path) is not { } there || !there.AsSpan().SequenceEqual(text))
                writer.Write(piece.Path, text, keepsOld: false);
        }

        foreach (string folder in state.Folders)
            writer.RemoveFolder(folder);
        return Task.CompletedTask;
    }

    public HostError Unreadable(ResourceId id, string why, IReadOnlyList<Origin> origins) => MachineErrors.BootMenuUnreadable(id.Key, why, origins);

    public HostError NotAsWritten(ResourceId id, string now, string wanted) => MachineErrors.BootMenuNotAsWritten(id.Key, now, wanted);

    private List<BootPiece> Pieces(string mount)
    {
        var pieces = new List<BootPiece>();
        foreach (string path in LiminePlaces.Find(_files, mount))
            pieces.AddRange(LiminePieces.In(_files.Bytes(path) ?? [], path));
        return [.. pieces, .. OwnFiles(mount).Select(path => new BootPiece(path, null, System.Text.Encoding.UTF8.GetString(_files.Bytes(path) ?? [])))];
    }

    private IEnumerable<string> OwnFiles(string mount) =>
        BlsMenu.Folders(_files, mount).SelectMany(folder => _files.List(folder, ".conf").Select(name => RootPath.Join(folder, name)))
            .Where(path => BlsPieces.IsOurs(path) && _files.Bytes(path) is { } bytes && bytes.AsSpan().StartsWith(System.Text.Encoding.UTF8.GetBytes(BlsPieces.Header))).Order(StringComparer.Ordinal);
}
