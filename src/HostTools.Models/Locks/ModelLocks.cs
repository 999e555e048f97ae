using System.Buffers;
using System.Text.Json;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>The models in <c>hosttools.lock</c>; other sections of the file stay as they are, byte for byte. Immutable.</summary>
/// <param name="document">The file.</param>
/// <param name="models">What it says of models.</param>
public sealed class ModelLocks(LockDocument document, IReadOnlyDictionary<string, LockedModel> models)
{
    /// <summary>Name of the section.</summary>
    public const string Section = "models";

    /// <summary>What was resolved, by the name of the model.</summary>
    public IReadOnlyDictionary<string, LockedModel> Models { get; } = models;

    /// <summary>Name of a model there; those of homes have their user in front.</summary>
    internal static string KeyOf(ModelResource model) => model.Scope.User is { } user ? $"{user}/{model.Name}" : model.Name;

    /// <summary>Reads the file; one that is absent has no models.</summary>
    /// <exception cref="HostToolsException">LockUnreadable or LockVersionUnknown.</exception>
    public static ModelLocks Read(string file) => Of(LockDocument.Read(file));

    /// <summary>The models of a lock file.</summary>
    /// <exception cref="HostToolsException">LockUnreadable.</exception>
    public static ModelLocks Of(LockDocument document)
    {
        try
        {
            return new ModelLocks(document, document.Section(Section) is { } json ? Models(json) : new Dictionary<string, LockedModel>());
        }
        catch (FormatException cause)
        {
            throw new HostToolsException(MachineErrors.LockUnreadable(document.File, $"'{Section}': {cause.Message}"));
        }

        static Dictionary<string, LockedModel> Models(JsonElement json) => json.ValueKind is JsonValueKind.Object
            ? json.EnumerateObject().ToDictionary(static model => model.Name, static model => LockedModelJson.Read(model.Value), StringComparer.Ordinal)
            : throw new FormatException("it is no mapping");
    }

    /// <summary>With a model resolved anew.</summary>
    public ModelLocks With(string name, LockedModel model) => new(document, new Dictionary<string, LockedModel>(Models, StringComparer.Ordinal) { [name] = model });

    /// <summary>Without a model.</summary>
    public ModelLocks Without(string name)
    {
        var left = new Dictionary<string, LockedModel>(Models, StringComparer.Ordinal);
        left.Remove(name);
        return new ModelLocks(document, left);
    }

    /// <summary>The file as it should be now.</summary>
    public LockDocument ToDocument()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, LockedModelJson.Style))
        {
            writer.WriteStartObject();
            foreach ((string name, LockedModel model) in Models.OrderBy(static model => model.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                LockedModelJson.Write(writer, model);
            }

            writer.WriteEndObject();
        }

        return Models.Count == 0 ? document.Without(Section) : document.With(Section, bytes.WrittenSpan);
    }
}
