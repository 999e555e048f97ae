using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>One transaction of the package manager: everything that is installed and removed, and the marks.</summary>
internal sealed class PackageOperation(PackageTransaction transaction) : Operation
{
    public override string Kind => PackageUndo.KindName;

    public override ResourceId Resource => transaction.Resource;

    public override string Description => transaction.Description;

    public override UndoQuality Undo => UndoQuality.BestEffort;

    public override async Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        PackageManager manager = ManagerOf(context);
        IReadOnlyDictionary<string, PackageInfo> known = await manager.QueryAsync(transaction.Names, token, isInstalledOnly: true).ConfigureAwait(false);
        return writer => PackageUndo.Write(writer, manager.Name, [.. transaction.Names.Select(name => known.GetValueOrDefault(name) ?? new PackageInfo(name))]);
    }

    /// <summary>Looks whether the manager would still do what the plan says, and gets all from the network before anything is touched.</summary>
    public override async Task PrepareAsync(OperationContext context, CancellationToken token)
    {
        PackageManager manager = ManagerOf(context);
        if (context.IsResumed)
            return;
        if (transaction.IsRefreshed)
        {
            foreach (ProcessRequest request in manager.Refresh())
                await manager.RunAsync(request, context.Options.PackageWait, context.Tell, token).ConfigureAwait(false);
        }

        if (!transaction.Order.IsEmpty)
            await RequireAsPlannedAsync(manager, token).ConfigureAwait(false);
        context.Tell($"Fetching {transaction.Order.Install.Count} package{(transaction.Order.Install.Count == 1 ? string.Empty : "s")}");
        foreach (ProcessRequest request in manager.Fetch(transaction.Order))
            await manager.RunAsync(request, context.Options.PackageWait, context.Tell, token).ConfigureAwait(false);
    }

    public override async Task DoAsync(OperationContext context, CancellationToken token)
    {
        PackageManager manager = ManagerOf(context);
        PackageOrder order = context.IsResumed ? await LeftAsync(manager, context, token).ConfigureAwait(false) : transaction.Order;
        foreach (ProcessRequest request in manager.CarryOut(order).Concat(manager.Mark(transaction.Manual, transaction.Automatic)))
            await manager.RunAsync(request, context.Options.PackageWait, context.Tell, token).ConfigureAwait(false);
    }

    public override async Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        PackageManager manager = ManagerOf(context);
        IReadOnlyDictionary<string, PackageInfo> known = await manager.QueryAsync(transaction.Names, token, isInstalledOnly: true).ConfigureAwait(false);
        string[] differences =
        [
            .. transaction.Order.Install.Select(step => Difference(step, known.GetValueOrDefault(step.Name))).OfType<string>(),
            .. transaction.Order.Remove.Where(name => known.GetValueOrDefault(name)?.Version is not null).Select(static name => $"{name} is still installed"),
        ];
        if (differences.Length > 0)
            throw new HostToolsException(MachineErrors.PackagesNotAsWanted(manager.Name, differences));
    }

    /// <summary>What an interrupted process left to do.</summary>
    private async Task<PackageOrder> LeftAsync(PackageManager manager, OperationContext context, CancellationToken token)
    {
        await LeftPrograms.WaitAsync(manager, context).ConfigureAwait(false);
        await manager.TryRunAsync(manager.Mend(), context.Options.PackageWait, context.Tell).ConfigureAwait(false);
        IReadOnlyDictionary<string, PackageInfo> known = await manager.QueryAsync(transaction.Names, token, isInstalledOnly: true).ConfigureAwait(false);
        return new PackageOrder
        {
            Install = [.. transaction.Order.Install.Where(step => Difference(step, known.GetValueOrDefault(step.Name)) is not null).Select(step => step with { From = known.GetValueOrDefault(step.Name)?.Version })],
            Remove = [.. transaction.Order.Remove.Where(name => known.GetValueOrDefault(name)?.Version is not null)],
        };
    }

    private async Task RequireAsPlannedAsync(PackageManager manager, CancellationToken token)
    {
        PackageForecast forecast = await manager.ForecastAsync(transaction.Order, token).ConfigureAwait(false);
        if (forecast.Problem is { } problem)
            throw new HostToolsException(MachineErrors.PackagesImpossible(manager.Name, transaction.Names, problem, []));
        if (await PackageSpace.ProblemAsync(manager, transaction.Order, forecast.Steps, [], token).ConfigureAwait(false) is { } full)
            throw new HostToolsException(full);
        // With a newer index more or less may come along; what somebody else installed goes in no case.
        string[] removed = [.. forecast.Steps.Where(static step => step.To is null).Select(static step => step.Name).Except(transaction.Order.Remove)];
        PackageStep[] planned = [.. transaction.Order.Install.Concat(transaction.Along)];
        string[] differences =
        [
            .. removed.Select(static name => $"it would remove {name}"),
            .. transaction.IsRefreshed ? [] : forecast.Steps.Where(step => step.To is not null && !planned.Any(other => other.Name == step.Name && other.To == step.To)).Select(static step => $"it would install {step.Name} {step.To}"),
        ];
        if (differences.Length > 0)
            throw new HostToolsException(MachineErrors.PackagesMoved(manager.Name, differences));
    }

    private static string? Difference(PackageStep step, PackageInfo? now) =>
        now?.Version is null ? $"{step.Name} is not installed"
        : now.IsBroken ? $"the installation of {step.Name} did not end well"
        : step.Pin is { } version && now.Version != version ? $"{step.Name} is {now.Version}, not {version}"
        : null;

    private static PackageManager ManagerOf(OperationContext context) =>
        PackageManagers.Of(context.Processes, context.Target.Root, context.Transaction) ?? throw new HostToolsException(MachineErrors.PackagesUnreadable("The package manager", "it is not there any more."));
}
