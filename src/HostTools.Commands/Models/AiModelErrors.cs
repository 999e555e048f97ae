using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands for AI models.</summary>
internal static class AiModelErrors
{
    /// <summary>No model of that name is installed.</summary>
    /// <remarks>Correct the name; Get-AiModel (hosttools model list) shows those there are.</remarks>
    /// <example><code lang="text">Remove-AiModel lama</code></example>
    public static HostError AiModelUnknown(string name, IEnumerable<string> known, string store) =>
        new(nameof(AiModelUnknown), ErrorKind.NotFound, $"No model '{name}' is in '{store}'.{Suggestions.DidYouMean(name, [.. known])} Get-AiModel (hosttools model list) shows those there are.", name);

    /// <summary>A model belongs to a configuration, so a command for single models leaves it alone.</summary>
    /// <remarks>Change the configuration and apply it.</remarks>
    /// <example><code lang="text">Remove-AiModel of a model that services.ai-models declares</code></example>
    public static HostError AiModelDeclared(string name, string by) =>
        new(nameof(AiModelDeclared), ErrorKind.Conflict, $"The model '{name}' is declared by the configuration of the {by}. Change that, and apply it.", name);

    /// <summary>Something cannot be read, so it has no hash.</summary>
    /// <remarks>Put right what the message names.</remarks>
    /// <example><code lang="text">A directory with a pipe in it</code></example>
    public static HostError NotHashed(string path, Exception cause) =>
        new(nameof(NotHashed), cause is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.Failed, $"'{path}' cannot be hashed: {cause.Message.TrimEnd('.')}. Put that right.", path) { Cause = cause };
}
