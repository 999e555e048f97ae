using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Defines a machine as it was, and takes away the disks that its operation made.</summary>
internal sealed class VmUndo(VmThings things) : IUndo
{
    public const string KindName = "vm-definition";

    public string Kind => KindName;

    public bool IsLast => false;

    public static void Write(Utf8JsonWriter writer, string name, VmState before, IReadOnlyList<string> made)
    {
        writer.WriteString("name", name);
        writer.WriteStartObject("before");
        VmState.Write(writer, before);
        writer.WriteEndObject();
        writer.WriteStartArray("made");
        foreach (string path in made)
            writer.WriteStringValue(path);
        writer.WriteEndArray();
    }

    public async Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        string name = record.Text("name");
        if (!VmNames.IsName(name))
            throw new FormatException($"has '{name}' where a machine is expected");
        await things.WriteAsync(name, VmState.Read(record.Member("before")), token).ConfigureAwait(false);
        foreach (string path in record.Texts("made").Where(RootPath.IsCanonical).SelectMany(static path => new[] { $"{path}.hosttools-new", path }))
        {
            if (context.Target.Root.Stat(path) is not null)
                context.Target.Root.RemoveFile(path);
        }
    }
}
