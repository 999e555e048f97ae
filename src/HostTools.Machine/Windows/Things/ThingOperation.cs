using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Brings one thing of Windows to a state.</summary>
internal sealed class ThingOperation<S>(IThings<S>? things, ResourceId resource, S before, S after, UndoQuality undo) : Operation
    where S : ThingState, IThingState<S>
{
    public override string Kind => resource.Kind;

    public override ResourceId Resource => resource;

    public override string Description => $"{(after.IsAbsent ? "Removing" : before.IsAbsent ? "Making" : "Changing")} {resource.Kind} '{resource.Key}'";

    public override UndoQuality Undo => undo;

    public override async Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        S now = await NowAsync(token).ConfigureAwait(false);
        return writer =>
        {
            writer.WriteString("key", resource.Key);
            writer.WriteStartObject("state");
            now.Write(writer);
            writer.WriteEndObject();
        };
    }

    public override Task DoAsync(OperationContext context, CancellationToken token) => Things.WriteAsync(resource.Key, after, context.Note, token);

    public override async Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        S now = await NowAsync(token).ConfigureAwait(false);
        if (!after.IsMetBy(now))
            throw new HostToolsException(Things.NotAsWritten(resource, now.InWords, after.InWords));
    }

    private IThings<S> Things => things ?? throw new HostToolsException(MachineErrors.WindowsMissing(resource, []));

    private async Task<S> NowAsync(CancellationToken token) => (await Things.ReadAsync([resource.Key], token).ConfigureAwait(false))[0].Like(after);
}

/// <summary>Brings a thing back to the state that its operation found.</summary>
internal sealed class ThingUndo<S>(IThings<S>? things, string kind) : IUndo
    where S : ThingState, IThingState<S>
{
    public string Kind => kind;

    public bool IsLast => false;

    public Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        string key = record.Text("key");
        var state = S.Read(record.Member("state"));
        return things is null
            ? throw new HostToolsException(MachineErrors.WindowsMissing(new ResourceId(kind, key), []))
            : things.WriteAsync(key, state, context.Note, token);
    }
}
