using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Virtualization;

/// <summary>Defines a network or a storage pool as it was, and starts or stops it.</summary>
internal sealed class ObjectUndo(LibvirtKind sort, ObjectThings things) : IUndo
{
    public string Kind => KindOf(sort);

    public bool IsLast => false;

    public static string KindOf(LibvirtKind sort) => $"{sort.Name}-definition";

    public static void Write(Utf8JsonWriter writer, string name, ObjectState before)
    {
        writer.WriteString("name", name);
        writer.WriteStartObject("before");
        ObjectState.Write(writer, before);
        writer.WriteEndObject();
    }

    public Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        string name = record.Text("name");
        return VmNames.IsName(name) ? things.WriteAsync(name, ObjectState.Read(record.Member("before"), sort.Element), token)
            : throw new FormatException($"has '{name}' where a {sort.Word} is expected");
    }
}
