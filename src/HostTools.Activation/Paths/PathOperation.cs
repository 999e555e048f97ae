using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Brings a path from the state that was planned on into another.</summary>
internal sealed class PathOperation(ResourceId resource, PathState before, PathState after) : Operation
{
    public override string Kind => after.Type switch
    {
        PathType.Absent => PathUndo.Remove,
        PathType.Link => PathUndo.MakeLink,
        PathType.Directory => before.Type is PathType.Directory ? PathUndo.SetMetadata : PathUndo.MakeDirectory,
        _ => IsMetadataOnly ? PathUndo.SetMetadata : PathUndo.WriteFile,
    };

    public override ResourceId Resource => resource;

    public override string Description => Kind switch
    {
        PathUndo.Remove => $"Removing '{resource.Key}'",
        PathUndo.MakeLink => $"Linking '{resource.Key}'",
        PathUndo.MakeDirectory => $"Making '{resource.Key}'",
        PathUndo.SetMetadata => $"Setting mode and owner of '{resource.Key}'",
        _ => $"Writing '{resource.Key}'",
    };

    /// <summary>Content in the store that the link leads to, and whether it is to be executable; null for any other operation.</summary>
    public (string Hash, bool IsExecutable)? Published { get; init; }

    /// <summary>Gives the bytes of a file with secrets, which no store has; null for any other operation.</summary>
    public Func<CancellationToken, Task<byte[]>>? Render { get; init; }

    private bool IsMetadataOnly => before.Type is PathType.File or PathType.Directory && before.HasContentOf(after);

    public override Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        PathState found = PathReader.Read(context.Target, resource.Key, before.IsPrivate);
        if (found.Hash != before.Hash && !context.Target.IsInfrastructure(resource.Key))
            throw new HostToolsException(ActivationErrors.ChangedMeanwhile(context.Target.Root.Describe(resource.Key)));
        bool hasContent = found.Type is PathType.File && !IsMetadataOnly;
        if (hasContent && found.ContentHash is { } hash && (found.IsPrivate || !context.Store.Has(hash)))
        {
            using FileStream stream = context.Target.Root.OpenRead(resource.Key);
            string source = context.Target.Root.Describe(resource.Key);
            if (found.IsPrivate)
                context.Private.Add(hash, stream, context.Sync, source);
            else
                context.Store.Add(hash, stream, context.Sync, source);
        }

        string temporary = new PathWriter(context, resource.Key).Temporary;
        return Task.FromResult<Action<Utf8JsonWriter>>(writer =>
        {
            writer.WriteString("path", resource.Key);
            writer.WriteString("temporary", temporary);
            writer.WriteBoolean("hasContent", hasContent);
            writer.WriteStartObject("before");
            PathStateJson.Write(writer, found);
            writer.WriteEndObject();
        });
    }

    public override async Task PrepareAsync(OperationContext context, CancellationToken token)
    {
        if (Published is { } published)
            context.Store.Publish(published.Hash, published.IsExecutable, context.Sync);
        if (!IsMetadataOnly && !IsDone(context))
            new PathWriter(context, resource.Key).Prepare(after, Render is null ? null : await Render(token).ConfigureAwait(false), before.Type is PathType.File ? before : null);
    }

    public override Task DoAsync(OperationContext context, CancellationToken token)
    {
        var writer = new PathWriter(context, resource.Key);
        if (IsDone(context))
            writer.SyncAgain();
        else if (IsMetadataOnly)
            writer.SetMetadata(after);
        else
            writer.Commit(after);
        return Task.CompletedTask;
    }

    public override Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        PathState found = PathReader.Read(context.Target, resource.Key, after.IsPrivate);
        return Effective(context).IsMetBy(found)
            ? Task.CompletedTask
            : throw new HostToolsException(ActivationErrors.NotAsWritten(context.Target.Root.Describe(resource.Key), found.InWords));
    }

    private bool IsDone(OperationContext context) => context.IsResumed && Effective(context).IsMetBy(PathReader.Read(context.Target, resource.Key, after.IsPrivate));

    /// <summary>Where owners cannot be given they are not asked for either.</summary>
    private PathState Effective(OperationContext context) =>
        context.Target.GivesOwners ? after : after with { UserId = -1, GroupId = -1 };
}
