using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Wishes for models in plans and generations. No token is ever in them.</summary>
internal static class ModelResourceJson
{
    public static void Write(Utf8JsonWriter writer, ModelResource model)
    {
        writer.WriteString("name", model.Name);
        ModelSourceJson.Write(writer, "source", model.Source);
        writer.WriteString("store", model.Store);
        writer.WriteString("group", model.Group);
        ViewWishJson.Write(writer, "views", model.Views);
        if (model.Hash is { } hash)
            writer.WriteString("hash", hash.Sri);
        writer.WriteString("preset", model.Preset);
        writer.WriteString("tokenFile", model.Auth.TokenFile);
        writer.WriteString("tokenEnvVar", model.Auth.TokenEnvVar);
        if (model.Token is { } token)
        {
            writer.WriteStartObject("token");
            SecretContentJson.Write(writer, token);
            writer.WriteEndObject();
        }

        NetworkSettingsJson.Write(writer, "network", model.Network);
    }

    /// <exception cref="FormatException">It is not what was written.</exception>
    public static ModelResource Read(JsonElement json) => new(json.Text("name"), ModelSourceJson.Read(json, "source"))
    {
        Store = Folder(json, "store"),
        Group = json.OptionalText("group"),
        Views = ViewWishJson.Read(json, "views"),
        Hash = json.OptionalText("hash") is not { } text ? null : ContentHash.TryParse(text, out ContentHash hash) ? hash : throw new FormatException($"'{text}' is no hash"),
        Preset = json.Text("preset"),
        Auth = new ModelAuth(json.OptionalText("tokenFile"), json.OptionalText("tokenEnvVar")),
        Token = json.Optional("token") is { } token ? SecretContentJson.Read(token) : null,
        Network = NetworkSettingsJson.Read(json, "network"),
    };

    public static string Folder(JsonElement json, string name) =>
        json.Text(name) is var path && RootPath.IsCanonical(path) ? path : throw new FormatException($"'{path}' is no folder");
}
