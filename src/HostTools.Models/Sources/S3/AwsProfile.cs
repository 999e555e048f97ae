using HostTools.Platform;

namespace HostTools.Models;

/// <summary>The files of Amazon's tools: <c>~/.aws/credentials</c> and <c>~/.aws/config</c>, or those that the environment names.</summary>
internal static class AwsProfile
{
    /// <summary>Key and secret of the profile in AWS_PROFILE, else of <c>default</c>; null when it has none.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable: AWS_PROFILE names one that is not there, or a file cannot be read.</exception>
    public static S3Credentials? Credentials(OriginContext context)
    {
        string? chosen = context.Environment("AWS_PROFILE") is { Length: > 0 } named ? named : null;
        string name = chosen ?? "default";
        bool isThere = false;
        foreach ((string file, string section) in Files(context, name))
        {
            if (Section(file, section) is not { } values)
                continue;
            isThere = true;
            if (values.GetValueOrDefault("aws_access_key_id") is { } keyId && values.GetValueOrDefault("aws_secret_access_key") is { } secret)
                return S3Credentials.Checked(keyId, secret, values.GetValueOrDefault("aws_session_token"), $"the profile '{name}' in '{file}'");
        }

        if (chosen is not null)
        {
            throw new HostToolsException(ModelErrors.TokenUnreadable($"the profile '{name}' (AWS_PROFILE)",
                isThere ? "it has no aws_access_key_id and aws_secret_access_key; for single sign-on export them first with 'aws configure export-credentials'" : "no file has it", null));
        }

        return null;
    }

    private static IEnumerable<(string File, string Section)> Files(OriginContext context, string name)
    {
        if (PathOf(context, "AWS_SHARED_CREDENTIALS_FILE", "credentials") is { } credentials)
            yield return (credentials, name);
        if (PathOf(context, "AWS_CONFIG_FILE", "config") is { } config)
            yield return (config, name == "default" ? name : $"profile {name}");
    }

    private static string? PathOf(OriginContext context, string variable, string file) =>
        context.Environment(variable) is { Length: > 0 } named ? named : context.HomeDirectory.Length > 0 ? Path.Join(context.HomeDirectory, ".aws", file) : null;

    /// <summary>Values of a section; null when the file has none of that name.</summary>
    private static Dictionary<string, string>? Section(string file, string section)
    {
        if (!File.Exists(file))
            return null;
        Dictionary<string, string>? values = null;
        bool isInside = false;
        try
        {
            foreach (string line in File.ReadLines(file).Select(static line => line.Trim()))
            {
                if (line.StartsWith('['))
                {
                    isInside = line.TrimStart('[').Split(']')[0].Trim() == section;
                    values ??= isInside ? new Dictionary<string, string>(StringComparer.Ordinal) : null;
                }
                else if (isInside && line.Length > 0 && line[0] is not ('#' or ';') && line.Split('=', 2) is [var name, var value])
                    values![name.Trim()] = value.Trim();
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ModelErrors.TokenUnreadable($"the file '{file}'", cause.Message.TrimEnd('.'), cause));
        }

        return values;
    }
}
