using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Who signs requests to S3. Never shown.</summary>
/// <param name="keyId">Name of the key.</param>
/// <param name="secret">The key.</param>
/// <param name="sessionToken">Belongs to keys that end; null for lasting ones.</param>
/// <param name="origin">Where they were found, for messages.</param>
internal sealed class S3Credentials(string keyId, string secret, string? sessionToken, string origin)
{
    public string KeyId { get; } = keyId;

    public string Secret { get; } = secret;

    public string? SessionToken { get; } = sessionToken;

    public string Origin { get; } = origin;

    /// <summary>
    /// The token of the model as <c>key:secret</c>, then the variables of the environment, then the profile in <c>~/.aws/credentials</c> and
    /// <c>~/.aws/config</c>; null when there are none, and requests are not signed.
    /// </summary>
    /// <exception cref="HostToolsException">TokenUnreadable.</exception>
    public static S3Credentials? Find(OriginContext context)
    {
        if (FoundToken.Find(context) is { } own)
            return own.Pair is { } pair ? new S3Credentials(pair.User, pair.Password, null, own.Origin) : throw Unusable(own.Origin, "it is not of the form key:secret");
        return FromEnvironment(context) ?? AwsProfile.Credentials(context);
    }

    /// <summary>Checks what is to be sent, and hides it from messages.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable.</exception>
    public static S3Credentials Checked(string keyId, string secret, string? sessionToken, string origin)
    {
        FoundToken.Checked(secret, origin);
        if (sessionToken is not null)
            FoundToken.Checked(sessionToken, origin);
        return keyId.Length > 0 && keyId.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? new S3Credentials(keyId, secret, sessionToken, origin)
            : throw Unusable(origin, "the name of the key has characters that none has");
    }

    /// <summary>Where they were found; never what they are.</summary>
    public override string ToString() => $"(credentials from {Origin})";

    private static S3Credentials? FromEnvironment(OriginContext context)
    {
        if (context.Environment("AWS_ACCESS_KEY_ID") is not { Length: > 0 } keyId)
            return null;
        HiddenVariables.Add("AWS_SECRET_ACCESS_KEY");
        HiddenVariables.Add("AWS_SESSION_TOKEN");
        if (context.Environment("AWS_SECRET_ACCESS_KEY") is not { Length: > 0 } secret)
            throw Unusable("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY is not set beside it");
        return Checked(keyId.Trim(), secret.Trim(), context.Environment("AWS_SESSION_TOKEN") is { Length: > 0 } session ? session.Trim() : null, "AWS_ACCESS_KEY_ID");
    }

    private static HostToolsException Unusable(string origin, string why) => new(ModelErrors.TokenUnreadable(origin, why, null));
}
