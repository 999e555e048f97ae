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

    /// <summary>A model cannot be read, so nothing is known of it.</summary>
    /// <remarks>Put right what the message names.</remarks>
    /// <example><code lang="text">Test-AiModel of a folder of another user</code></example>
    public static HostError ModelUnreadable(string model, Exception cause) =>
        new(nameof(ModelUnreadable), cause is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.Failed, $"'{model}' cannot be read, so it was not tested: {cause.Message.TrimEnd('.')}. Put that right.", model) { Cause = cause };

    /// <summary>The file for a report cannot be written.</summary>
    /// <remarks>Name a file in a folder that there is and that you may write to.</remarks>
    /// <example><code lang="sh">hosttools model test --out-file /no/such/folder/model.sarif</code></example>
    public static HostError ReportNotWritten(string path, Exception cause) =>
        new(nameof(ReportNotWritten), cause is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.Failed, $"The report '{path}' cannot be written: {cause.Message.TrimEnd('.')}. Name a file in a folder that there is.", path) { Cause = cause };
}
