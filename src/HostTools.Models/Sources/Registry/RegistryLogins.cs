using System.Text;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What <c>docker login</c> and <c>podman login</c> wrote down for a registry. Helpers that keep passwords elsewhere are not asked.</summary>
internal static class RegistryLogins
{
    /// <summary>The token of the model, else the first login for that host; null when there is none.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable.</exception>
    public static FoundToken? Find(OriginContext context, string host)
    {
        if (FoundToken.Find(context) is { } own)
            return own;
        foreach (string file in Files(context).Where(File.Exists))
        {
            if (Read(file, host) is { Length: > 0 } value)
                return FoundToken.Checked(value, file);
        }

        return null;
    }

    private static IEnumerable<string> Files(OriginContext context)
    {
        if (context.Environment("REGISTRY_AUTH_FILE") is { Length: > 0 } named)
            yield return named;
        if (context.Environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
            yield return Path.Join(runtime, "containers", "auth.json");
        if (context.HomeDirectory.Length > 0)
            yield return Path.Join(context.HomeDirectory, ".config", "containers", "auth.json");
        if (context.Environment("DOCKER_CONFIG") is { Length: > 0 } docker)
            yield return Path.Join(docker, "config.json");
        else if (context.HomeDirectory.Length > 0)
            yield return Path.Join(context.HomeDirectory, ".docker", "config.json");
    }

    private static string? Read(string file, string host)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            if (json.RootElement.Optional("auths") is not { ValueKind: JsonValueKind.Object } logins)
                return null;
            JsonProperty login = logins.EnumerateObject().FirstOrDefault(login => IsFor(login.Name, host));
            return login.Value.ValueKind is JsonValueKind.Object && login.Value.OptionalText("auth") is { } auth
                ? Encoding.UTF8.GetString(Convert.FromBase64String(auth)).TrimEnd('\0')
                : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new HostToolsException(ModelErrors.TokenUnreadable($"the file '{file}'", cause.Message.TrimEnd('.'), cause));
        }
    }

    // Docker writes its own registry as https://index.docker.io/v1/.
    private static bool IsFor(string name, string host)
    {
        string rest = name.Split("://")[^1].Split('/')[0];
        return rest == host || (host == "docker.io" && rest == "index.docker.io");
    }
}
