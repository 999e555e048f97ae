using System.Text.Json;
using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Defines a machine, defines it anew, or forgets it. Its disks are made first when they are missing.</summary>
internal sealed class VmOperation(VmThings things, ResourceId id, VmSpec? spec, VmState after) : Operation
{
    public override string Kind => VmUndo.KindName;

    public override ResourceId Resource => id;

    public override string Description => after.IsAbsent ? $"Undefining the machine '{id.Key}'" : $"Defining the machine '{id.Key}'";

    public override async Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        VmState before = await things.ReadAsync(id.Key, token).ConfigureAwait(false);
        string[] made = [.. Missing(context).Select(static disk => disk.Path).OfType<string>()];
        return writer => VmUndo.Write(writer, id.Key, before, made);
    }

    public override async Task DoAsync(OperationContext context, CancellationToken token)
    {
        foreach (VmDisk disk in Missing(context))
            await new VmDisks(context.Target.Root, context.Processes).MakeAsync(disk, token).ConfigureAwait(false);
        await things.WriteAsync(id.Key, after, token).ConfigureAwait(false);
    }

    public override async Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        VmState now = await things.ReadAsync(id.Key, token).ConfigureAwait(false);
        IReadOnlyList<DomainDifference> differences = after.Xml is { } wanted && now.Xml is { } there ? DomainComparison.Compare(wanted, there) : [];
        if (now.IsAbsent != after.IsAbsent || now.IsAutostart != after.IsAutostart || differences.Count > 0)
            throw new HostToolsException(VirtualizationErrors.VmNotAsDefined(id.Key, [.. differences.Select(static difference => difference.ToString())]));
    }

    private IReadOnlyList<VmDisk> Missing(OperationContext context) => spec is null ? [] : new VmDisks(context.Target.Root, context.Processes).Missing(spec);
}
