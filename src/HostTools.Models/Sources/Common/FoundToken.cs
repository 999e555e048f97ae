using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A token or password, and where it was found. Never shown.</summary>
/// <param name="value">The value: a token, or <c>user:password</c>.</param>
/// <param name="origin">Where it was found, for messages.</param>
internal sealed class FoundToken(string value, string origin)
{
    public string Value { get; } = value;

    public string Origin { get; } = origin;

    /// <summary>User and password; null when it is a token.</summary>
    public (string User, string Password)? Pair => Value.Split(':', 2) is [{ Length: > 0 } user, var password] ? (user, password) : null;

    /// <summary>A token as Bearer, user and password as Basic.</summary>
    public HeaderSigner SignerFor(Uri server) => Pair is null ? new HeaderSigner(server, "Bearer", Value) : new HeaderSigner(server, "Basic", Encode(Value));

    /// <summary>The one that was opened for this run, else looks in the token file of the model, then in its variable, then in those that are known for its kind.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable.</exception>
    public static FoundToken? Find(OriginContext context, params ReadOnlySpan<string> variables)
    {
        if (context.Auth.Given is { } given)
            return given;
        if (context.Auth.TokenFile is { } file)
            return Checked(ReadFile(Expand(file, context), file), $"the file '{file}'");
        if (context.Auth.TokenEnvVar is { } chosen && Variable(context, chosen) is { } found)
            return found;
        foreach (string variable in variables)
        {
            if (Variable(context, variable) is { } known)
                return known;
        }

        return null;
    }

    /// <summary>What a well-known file holds.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable.</exception>
    public static FoundToken ReadFrom(string path) => Checked(ReadFile(path, path), $"the file '{path}'");

    /// <summary>A value that was found some other way.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable: it cannot stand in a request.</exception>
    public static FoundToken Checked(string value, string origin)
    {
        if (value.Length == 0 || value.Any(static letter => letter is < ' ' or > '~'))
            throw new HostToolsException(ModelErrors.TokenUnreadable(origin, value.Length == 0 ? "it is empty" : "it has characters that no token has", null));
        KnownSecrets.Add("token", value);
        return new FoundToken(value, origin);
    }

    public static string Encode(string pair) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    /// <summary>Where it was found; never the value.</summary>
    public override string ToString() => $"(token from {Origin})";

    private static FoundToken? Variable(OriginContext context, string name)
    {
        if (context.Environment(name) is not { Length: > 0 } value)
            return null;
        HiddenVariables.Add(name);
        return Checked(value.Trim(), name);
    }

    private static string ReadFile(string path, string written)
    {
        const int longest = 64 << 10;
        try
        {
            var file = new FileInfo(path);
            return file.Length <= longest
                ? File.ReadAllText(path).Trim()
                : throw new HostToolsException(ModelErrors.TokenUnreadable($"the file '{written}'", "it is far too large for a token", null));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ModelErrors.TokenUnreadable($"the file '{written}'", cause.Message.TrimEnd('.'), cause));
        }
    }

    private static string Expand(string path, OriginContext context) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(context.HomeDirectory, path[1..]) : path;
}
