using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Defines and starts a network or a storage pool, or forgets it.</summary>
/// <param name="sort">Which of them.</param>
/// <param name="things">Reads and writes them.</param>
/// <param name="id">The resource.</param>
/// <param name="after">How it shall be.</param>
/// <param name="keeps">One that came meanwhile, with libvirt's package, stays as it is defined.</param>
internal sealed class ObjectOperation(LibvirtKind sort, ObjectThings things, ResourceId id, ObjectState after, bool keeps) : Operation
{
    public override string Kind => ObjectUndo.KindOf(sort);

    public override ResourceId Resource => id;

    public override string Description => after.IsAbsent ? $"Undefining the {sort.Word} '{id.Key}'" : $"Defining the {sort.Word} '{id.Key}'";

    public override async Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        ObjectState before = await things.ReadAsync(id.Key, token).ConfigureAwait(false);
        return writer => ObjectUndo.Write(writer, id.Key, before);
    }

    public override async Task DoAsync(OperationContext context, CancellationToken token) =>
        await things.WriteAsync(id.Key, Wanted(await things.ReadAsync(id.Key, token).ConfigureAwait(false)), token).ConfigureAwait(false);

    public override async Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        ObjectState now = await things.ReadAsync(id.Key, token).ConfigureAwait(false);
        ObjectState target = Wanted(now);
        IReadOnlyList<DomainDifference> differences = target.Xml is { } wanted && now.Xml is { } there ? DomainComparison.Compare(wanted, there) : [];
        if (now.IsAbsent != after.IsAbsent || now.IsAutostart != after.IsAutostart || (after.IsActive && !now.IsActive) || differences.Count > 0)
            throw new HostToolsException(VirtualizationErrors.LibvirtNotAsDefined(sort.Word, id.Key, [.. differences.Select(static difference => difference.ToString())]));
    }

    private ObjectState Wanted(ObjectState now) =>
        keeps && now.Definition is { } theirs && now.Uuid != after.Uuid ? after with { Definition = theirs } : after;
}
