using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Configuration.Expressions;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Cli.Output;

/// <summary>What our types look like in JSON. A change here is a change of the promise in <c>docs/json.md</c>.</summary>
internal sealed class JsonShapes : JsonConverterFactory
{
    private static readonly Dictionary<Type, JsonConverter> s_converters = new()
    {
        [typeof(ConfigMap)] = new MapConverter(),
        [typeof(ByteSize)] = new Converter<ByteSize>(static (json, size, _) => json.WriteNumberValue(size.Bytes)),
        [typeof(Duration)] = new Converter<Duration>(static (json, duration, _) => json.WriteStringValue(duration.ToString())),
        [typeof(HostError)] = new Converter<HostError>(static (json, error, _) =>
        {
            json.WriteStartObject();
            json.WriteString("id", error.Id);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }),
        [typeof(Secret)] = new Converter<Secret>(static (json, secret, _) => json.WriteStringValue(secret.ToString())),
        [typeof(CelRendered)] = new Converter<CelRendered>(static (json, text, _) => json.WriteStringValue(text.ToString())),
        [typeof(ResourceId)] = new Converter<ResourceId>(static (json, id, _) => json.WriteStringValue(id.ToString())),
        [typeof(PciAddress)] = new Converter<PciAddress>(static (json, address, _) => json.WriteStringValue(address.ToString())),
    };

    /// <summary>The object to serialise for an output: itself, or what is promised of a type that has more inside.</summary>
    public static object Of(object value) => value switch
    {
        HostConfig host => new
        {
            host.Name,
            host.Meta,
            host.Tree,
            host.ConfigurationHash,
            Warnings = host.Warnings.Select(static warning => warning.ToString()),
            host.Values,
        },
        Plan plan => new
        {
            plan.Id,
            Host = plan.Context.HostName,
            plan.Context.Variant,
            Target = plan.Target.ToString(),
            plan.Target.Identity.User,
            plan.CreatedAt,
            plan.BaseGeneration,
            plan.RestoredGeneration,
            plan.CanApply,
            Changes = plan.Changes.Select(static change => new { change.Id, change.Kind, change.Path, change.Action, change.Reason, change.Undo, change.Origins, change.Diff }),
            Errors = plan.Errors.Select(static error => new { error.Id, error.Message, error.Origin }),
            Warnings = plan.Warnings.Select(static warning => new { warning.Message, warning.Resource, warning.Origin }),
        },
        ModuleInfo module => new
        {
            module.Name, module.Description, module.Class, module.Source, module.File, module.IsBase, module.Options, module.Imports,
            Errors = module.Errors.Select(static error => new { error.Id, error.Message, error.Origin }),
        },
        _ => value,
    };

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum || s_converters.ContainsKey(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        s_converters.GetValueOrDefault(typeToConvert) ?? new JsonStringEnumConverter(JsonNamingPolicy.CamelCase).CreateConverter(typeToConvert, options)!;

    private sealed class Converter<T>(Action<Utf8JsonWriter, T, JsonSerializerOptions> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Output is only written.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value, options);
    }

    private sealed class MapConverter : JsonConverter<ConfigMap>
    {
        public override ConfigMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Output is only written.");

        public override void Write(Utf8JsonWriter writer, ConfigMap value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach ((string key, object? item) in value)
            {
                writer.WritePropertyName(key);
                JsonSerializer.Serialize(writer, item, item?.GetType() ?? typeof(object), options);
            }

            writer.WriteEndObject();
        }
    }
}
