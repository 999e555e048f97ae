using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Points the views of a model at the snapshot they showed before, or takes them away where there were none.</summary>
internal sealed class ModelUndo : IUndo
{
    public const string KindName = "model-views";

    public static ModelUndo Instance { get; } = new();

    public string Kind => KindName;

    public bool IsLast => false;

    public static void Write(Utf8JsonWriter writer, ModelState after, ViewRecord? before)
    {
        writer.WriteString("store", after.Store);
        writer.WriteBoolean("shared", after.Group is not null);
        writer.WriteString("holder", after.Holder);
        if (before is null)
            return;
        ModelSourceJson.Write(writer, "source", before.Source);
        writer.WriteString("version", before.Version);
        ViewWishJson.Write(writer, "views", before.Wishes);
    }

    public Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        ViewSite site = ModelOperation.SiteOf(context, ModelResourceJson.Folder(record, "store"), record.Flag("shared"));
        string holder = record.Text("holder");
        if (record.OptionalText("version") is not { } version)
        {
            new ModelViews(site).Hide(holder);
            return Task.CompletedTask;
        }

        ModelSnapshot snapshot = ModelOperation.SnapshotOf(site, ModelSourceJson.Read(record, "source"), version);
        new ModelViews(site).Show(holder, snapshot, ViewWishJson.Read(record, "views"));
        return Task.CompletedTask;
    }
}
