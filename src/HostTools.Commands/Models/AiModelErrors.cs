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
        new(nameof(AiModelDeclared), ErrorKind.Conflict, $"The model '{name}' is declared by the configuration of the {by}. Change that, and apply it; Update-AiModel -HostName (hosttools model update --host-name) moves what hosttools.lock pins.", name);

    /// <summary>Another model is installed by that name already.</summary>
    /// <remarks>Give the new one another name, or replace the old one.</remarks>
    /// <example><code lang="sh">hosttools model install hf:acme/tiny &amp;&amp; hosttools model install hf:other/tiny</code></example>
    public static HostError AiModelNameTaken(string name, string installed, string wanted) =>
        new(nameof(AiModelNameTaken), ErrorKind.Conflict, $"'{name}' is {installed} already. Install {wanted} by another name with -Name (--name), or in its place with -Force (--force).", name);

    /// <summary>The models of a configuration are not those of a store, so a command for the one cannot take options for the other.</summary>
    /// <remarks>Name the host whose configuration is meant.</remarks>
    /// <example><code lang="sh">hosttools model update llama --root ./out</code></example>
    public static HostError HostNotNamed(string option) =>
        new(nameof(HostNotNamed), ErrorKind.InvalidInput, $"-{option} is for the models of a configuration. Name its host with -HostName (--host-name).", option);

    /// <summary>A configuration declares no model of that name.</summary>
    /// <remarks>Correct the name, or declare the model.</remarks>
    /// <example><code lang="sh">hosttools model update lama --host-name den</code></example>
    public static HostError AiModelNotDeclared(string name, IEnumerable<string> known, string host) =>
        new(nameof(AiModelNotDeclared), ErrorKind.NotFound, $"'{host}' declares no model '{name}'.{Suggestions.DidYouMean(name, [.. known])} Its models are in services.ai-models, and those of homes in programs.ai-models.", name);

    /// <summary>The file to export to is there already.</summary>
    /// <remarks>Choose another name, or replace the file.</remarks>
    /// <example><code lang="sh">hosttools model export --out-file models.tar, twice</code></example>
    public static HostError BundleThere(string path) =>
        new(nameof(BundleThere), ErrorKind.Conflict, $"'{path}' is there already. Name another file with -OutFile (--out-file), or replace it with -Force (--force).", path);

    /// <summary>Two models of one name cannot be in one exported file.</summary>
    /// <remarks>Export them to two files.</remarks>
    /// <example><code lang="text">'llama' is installed by hand and declared, from two sources</code></example>
    public static HostError BundleNameTwice(string name, IReadOnlyList<string> sources) =>
        new(nameof(BundleNameTwice), ErrorKind.Conflict, $"There are two models '{name}', {string.Join(" and ", sources)}. Export them to two files: a name stands for one model in a file.", name);

    /// <summary>A model's name cannot be used everywhere, so it cannot be exported.</summary>
    /// <remarks>Give it a name of letters, digits and '_.-' in the configuration.</remarks>
    /// <example><code lang="text">services.ai-models.models."my model"</code></example>
    public static HostError BundleNameUnfit(string name) =>
        new(nameof(BundleNameUnfit), ErrorKind.InvalidInput, $"'{name}' cannot be exported by that name: it needs one of letters, digits and '_.-', with none of '.-' in front.", name);

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
