using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Brings a path back to what its record says, whatever stands there now.</summary>
internal sealed class PathUndo(string kind) : IUndo
{
    public const string WriteFile = "write-file";
    public const string MakeLink = "make-link";
    public const string MakeDirectory = "make-directory";
    public const string Remove = "remove";
    public const string SetMetadata = "set-metadata";

    public static IReadOnlyList<IUndo> All { get; } =
        [.. new[] { WriteFile, MakeLink, MakeDirectory, Remove, SetMetadata }.Select(static kind => new PathUndo(kind))];

    public string Kind => kind;

    public bool IsLast => false;

    public Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        string path = record.CanonicalPath("path");
        PathState before = PathStateJson.Read(record.Member("before"));
        if (!context.Target.GivesOwners)
            before = before with { UserId = -1, GroupId = -1 };
        var writer = new PathWriter(context, path);
        writer.RemoveTemporary();
        PathState now = PathReader.Read(context.Target, path, before.IsPrivate);
        if (before.IsMetBy(now))
            writer.SyncAgain();
        else if (before.HasContentOf(now))
            writer.SetMetadata(before);
        else if (before.Type is PathType.File && !record.Flag("hasContent"))
            throw new HostToolsException(ActivationErrors.ContentGone(context.Target.Root.Describe(path)));
        else
            PutBack(writer, before, context, path);
        return Task.CompletedTask;
    }

    private static void PutBack(PathWriter writer, PathState before, OperationContext context, string path)
    {
        writer.Prepare(before);
        // The file must be whole before it takes the place of what is there.
        context.Sync.Flush();
        try
        {
            writer.Commit(before);
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.NotEmpty)
        {
            if (!context.Target.HoldsOnlyState(path))
                context.Note($"'{context.Target.Root.Describe(path)}' was left: somebody has put something into it meanwhile.");
            writer.RemoveTemporary();
        }
    }
}
