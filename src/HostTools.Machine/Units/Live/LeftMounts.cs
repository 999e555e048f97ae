using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>Mounts of /etc/fstab that somebody uses: they stay, and wait for the next start of the machine, so that nothing else has to wait for them.</summary>
internal sealed class LeftMounts(Systemd systemd, OperationContext context)
{
    private readonly FstabMounts _fstab = new(context.Target.Root);

    /// <summary>All that is left of units that were to stop are such mounts.</summary>
    public async Task<bool> AreAllAsync(IReadOnlyList<string> units, CancellationToken token)
    {
        string[] left = [.. (await systemd.StatusAsync(units, token).ConfigureAwait(false)).Where(static unit => unit.IsActive || unit.Active == "failed").Select(static unit => unit.Name)];
        return left.Length > 0 && (await OfFstabAsync(left, token).ConfigureAwait(false)).Count == left.Length;
    }

    /// <summary>After stopping: remembers which stayed, and forgets which went.</summary>
    public async Task EndAsync(IReadOnlyList<string> units, CancellationToken token)
    {
        IReadOnlyList<string> mounts = await OfFstabAsync(units, token).ConfigureAwait(false);
        string[] stay = [.. (await systemd.StatusAsync(mounts, token).ConfigureAwait(false)).Where(static unit => unit.IsActive).Select(static unit => unit.Name)];
        foreach (string gone in mounts.Except(stay))
            _fstab.Forget(gone);
        await KeepAsync(stay, token).ConfigureAwait(false);
    }

    /// <summary>Remembers by what definition they go on. The file still has the old lines.</summary>
    public async Task KeepAsync(IReadOnlyList<string> units, CancellationToken token)
    {
        foreach (UnitProperties unit in await systemd.ShowAsync(units, ["Where"], token).ConfigureAwait(false))
        {
            string where = unit.Of("Where");
            if ((_fstab.Kept(unit.Unit) ?? _fstab.Defined(where)) is not { } text)
                continue;
            _fstab.Keep(unit.Unit, text);
            IReadOnlyList<string> users = MountUse.Of(context.Target.Root, where);
            context.Note($"'{where}' stays mounted as it is until the machine starts again{(users.Count == 0 ? string.Empty : $": it is used by {string.Join(", ", users)}")}.");
        }
    }

    private async Task<IReadOnlyList<string>> OfFstabAsync(IReadOnlyList<string> units, CancellationToken token) =>
        [.. (await systemd.ShowAsync([.. units.Where(static unit => unit.EndsWith(Systemd.MountSuffix, StringComparison.Ordinal))], ["SourcePath"], token).ConfigureAwait(false))
            .Where(static unit => unit.Of("SourcePath") == "/etc/fstab").Select(static unit => unit.Unit)];
}
