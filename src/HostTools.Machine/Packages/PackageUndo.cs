using System.Text.Json;
using HostTools.Activation;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>
/// Brings packages back to what a transaction found, as well as it can be had: what it installed goes, and earlier versions come back where a
/// repository or the cache still has them. Looks afterwards, and says what it could not do.
/// </summary>
internal sealed class PackageUndo : IUndo
{
    public const string KindName = "packages";

    public static PackageUndo Instance { get; } = new();

    public string Kind => KindName;

    public bool IsLast => false;

    public static void Write(Utf8JsonWriter writer, string manager, IReadOnlyList<PackageInfo> packages)
    {
        writer.WriteString("manager", manager);
        writer.WriteStartArray("packages");
        foreach (PackageInfo package in packages)
        {
            writer.WriteStartObject();
            writer.WriteString("name", package.Name);
            writer.WriteString("version", package.Version);
            writer.WriteBoolean("automatic", package.IsAutomatic);
            writer.WriteBoolean("leftovers", package.HasLeftovers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public async Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        PackageInfo[] before =
        [
            .. record.Items("packages").Select(static item => new PackageInfo(PackageWords.CheckedName(item.Text("name")))
            {
                Version = PackageWords.CheckedVersion(item.OptionalText("version")), IsAutomatic = item.Flag("automatic"), HasLeftovers = item.Flag("leftovers"),
            }),
        ];
        string name = record.Text("manager");
        if (PackageManagers.Of(context.Processes, context.Target.Root, context.Transaction) is not { } manager || manager.Name != name)
            throw new HostToolsException(MachineErrors.PackagesUnreadable(name, "it is not the package manager of this machine any more."));
        var undo = new Work(manager, before, context);
        await undo.RunAsync().ConfigureAwait(false);
    }

    /// <summary>One undo.</summary>
    private sealed class Work(PackageManager manager, PackageInfo[] before, OperationContext context)
    {
        private string[] Names => [.. before.Select(static package => package.Name)];

        public async Task RunAsync()
        {
            await LeftPrograms.WaitAsync(manager, context).ConfigureAwait(false);
            if (manager.Unfinished() is not null || await manager.IsHalfwayAsync(CancellationToken.None).ConfigureAwait(false))
                await manager.TryRunAsync(manager.Mend(), context.Options.PackageWait, context.Tell).ConfigureAwait(false);
            IReadOnlyDictionary<string, PackageInfo> now = await NowAsync().ConfigureAwait(false);
            PackageOrder order = OrderFrom(now);
            if (!order.IsEmpty)
            {
                HostError? failure = await TryAsync(order).ConfigureAwait(false);
                if (failure is not null)
                    await OneByOneAsync().ConfigureAwait(false);
            }

            await CleanAsync(await NowAsync().ConfigureAwait(false)).ConfigureAwait(false);
            now = await NowAsync().ConfigureAwait(false);
            string[] differences =
            [
                .. before.Select(was => Difference(was, now.GetValueOrDefault(was.Name))).OfType<string>(),
                .. LeftIn(now).Where(name => manager.Purge([name]).Any()).Select(static name => $"what {name} leaves could not be removed"),
            ];
            if (differences.Length > 0)
                throw new HostToolsException(MachineErrors.PackagesNotAsWanted(manager.Name, differences));
        }

        private async Task<IReadOnlyDictionary<string, PackageInfo>> NowAsync() => await manager.QueryAsync(Names, CancellationToken.None, isInstalledOnly: true).ConfigureAwait(false);

        private PackageOrder OrderFrom(IReadOnlyDictionary<string, PackageInfo> now) => new()
        {
            Install = [.. before.Where(was => was.Version is not null && (now.GetValueOrDefault(was.Name)?.Version != was.Version || now[was.Name].IsBroken)).Select(was => new PackageStep(was.Name, now.GetValueOrDefault(was.Name)?.Version, was.Version))],
            Remove = [.. before.Where(was => was.Version is null && now.GetValueOrDefault(was.Name)?.Version is not null).Select(static was => was.Name)],
        };

        private async Task<HostError?> TryAsync(PackageOrder order)
        {
            try
            {
                foreach (ProcessRequest request in manager.CarryOut(order))
                    await manager.RunAsync(request, context.Options.PackageWait, context.Tell, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (HostToolsException failed) when (failed.Errors[0].Id != nameof(MachineErrors.PackageManagerBusy))
            {
                return failed.Errors[0];
            }
        }

        /// <summary>Where all at once does not work, what can be done is done; what a script refuses is removed by force.</summary>
        private async Task OneByOneAsync()
        {
            PackageOrder left = OrderFrom(await NowAsync().ConfigureAwait(false));
            if (left.Remove.Count > 0 && await TryAsync(new PackageOrder { Remove = left.Remove }).ConfigureAwait(false) is not null)
                await manager.TryRunAsync(manager.RemoveByForce(left.Remove), context.Options.PackageWait, context.Tell).ConfigureAwait(false);
            foreach (PackageStep step in left.Install)
                await TryAsync(new PackageOrder { Install = [step] }).ConfigureAwait(false);
        }

        /// <summary>Marks as they were; and files of packages that were not there at all before go as well.</summary>
        private async Task CleanAsync(IReadOnlyDictionary<string, PackageInfo> now)
        {
            string[] left = LeftIn(now);
            if (left.Length > 0)
                await manager.TryRunAsync(manager.Purge(left), context.Options.PackageWait, context.Tell).ConfigureAwait(false);
            string[] manual = [.. before.Where(was => was is { Version: not null, IsAutomatic: false } && now.GetValueOrDefault(was.Name)?.IsAutomatic == true).Select(static was => was.Name)];
            string[] automatic = [.. before.Where(was => was is { Version: not null, IsAutomatic: true } && now.GetValueOrDefault(was.Name) is { Version: not null, IsAutomatic: false }).Select(static was => was.Name)];
            await manager.TryRunAsync(manager.Mark(manual, automatic), context.Options.PackageWait, context.Tell).ConfigureAwait(false);
        }

        private string[] LeftIn(IReadOnlyDictionary<string, PackageInfo> now) =>
            [.. before.Where(was => was is { Version: null, HasLeftovers: false } && now.GetValueOrDefault(was.Name) is { Version: null, HasLeftovers: true }).Select(static was => was.Name)];

        private string? Difference(PackageInfo was, PackageInfo? now) => (was.Version, now?.Version) switch
        {
            (null, { } there) => $"{was.Name} {there} is still there",
            ({ } gone, null) => $"{was.Name} {gone} could not be brought back",
            ({ } old, { } other) when old != other => $"{was.Name} is {other} and was {old}",
            ({ }, { }) when manager.HasMarks && was.IsAutomatic != now!.IsAutomatic => $"{was.Name} is {(was.IsAutomatic ? "no longer" : "now")} taken for one that nobody asked for",
            ({ }, { }) when now!.IsBroken => $"the installation of {was.Name} did not end well", // It has a version.
            _ => null,
        };
    }
}
