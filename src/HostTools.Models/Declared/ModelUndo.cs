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
        writer.WriteStartArray("directories");
        foreach (string directory in before.Directories)
            writer.WriteStringValue(directory);
        writer.WriteEndArray();
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

        ModelSource source = ModelSourceJson.Read(record, "source");
        var before = new ViewRecord(holder, source, version) { Wishes = ViewWishJson.Read(record, "views"), Directories = DirectoriesOf(record) };
        new ModelViews(site).ShowAgain(before, ModelOperation.SnapshotOf(site, source, version));
        return Task.CompletedTask;
    }

    // A journal of an older version has none.
    private static string[] DirectoriesOf(JsonElement record) =>
        record.TryGetProperty("directories", out JsonElement directories) ? [.. directories.EnumerateArray().Select(static directory => directory.GetString()).OfType<string>().Where(RootPath.IsCanonical)] : [];
}
