using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Points the views of a model at another snapshot, or takes them away. The bytes are in the store.</summary>
internal sealed class ModelOperation(ResourceId id, ModelResource? model, ModelState after) : Operation
{
    public override string Kind => ModelUndo.KindName;

    public override ResourceId Resource => id;

    public override string Description => after.IsAbsent ? $"Unlinking the model '{id.Key}'" : $"Linking the model '{id.Key}'";

    public override Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        ViewRecord? before = new ViewRecords(SiteOf(context, after.Store, after.Group is not null).Store).Find(after.Holder);
        return Task.FromResult<Action<Utf8JsonWriter>>(writer => ModelUndo.Write(writer, after, before));
    }

    public override Task DoAsync(OperationContext context, CancellationToken token)
    {
        ViewSite site = SiteOf(context, after.Store, after.Group is not null);
        if (model is null || after.Version is not { } version)
        {
            Note(context, new ModelViews(site).Hide(after.Holder));
            return Task.CompletedTask;
        }

        ModelSnapshot snapshot = SnapshotOf(site, model.Source, version);
        // What is fetched before the group is made gets it now, and what is linked then inherits it.
        if (after.Group is { } group)
            StoreGroup.Give(context.Target.Root, site.Store, group, snapshot);
        new StoreRoots(site.Store).Add(context.Target);
        Note(context, new ModelViews(site).Show(after.Holder, snapshot, model.Views));
        StorePins.Claims(site.Store).Remove(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
        if (model.LockFile is { } file)
            LockFiles.Write(file, ModelLocks.KeyOf(model), snapshot, context);
        return Task.CompletedTask;
    }

    public override Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        ViewRecord? record = new ViewRecords(SiteOf(context, after.Store, after.Group is not null).Store).Find(after.Holder);
        return record?.Version == after.Version ? Task.CompletedTask : throw new HostToolsException(ModelErrors.ModelNotShown(id.Key));
    }

    internal static ViewSite SiteOf(OperationContext context, string store, bool isShared) =>
        new(context.Target.Root, store, isShared ? StoreRights.Shared : StoreRights.User);

    internal static ModelSnapshot SnapshotOf(ViewSite site, ModelSource source, string version) =>
        new SnapshotRecords(site.Store).Find(source, version) ?? throw new HostToolsException(ModelErrors.SnapshotGone(source, version, site.Store.Directory));

    private static void Note(OperationContext context, IReadOnlyList<string> notes)
    {
        foreach (string note in notes)
            context.Note(note);
    }
}
