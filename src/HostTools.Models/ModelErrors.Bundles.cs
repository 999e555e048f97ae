using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What goes wrong with models in one file.</summary>
public static partial class ModelErrors
{
    /// <summary>A file of exported models cannot be written.</summary>
    /// <remarks>Put right what the message names, or choose another place.</remarks>
    /// <example><code lang="text">Export-AiModel to a stick that is too small.</code></example>
    public static HostError BundleNotWritten(string path, Exception cause) =>
        new(nameof(BundleNotWritten), cause is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"The models cannot be exported to '{path}': {cause.Message.TrimEnd('.')}. Put that right, or choose another place.", path)
        { Cause = cause };

    /// <summary>A file is not what Export-AiModel writes, or was changed or cut off since.</summary>
    /// <remarks>Copy it again from where it was exported; compare both files. Nothing of it is installed.</remarks>
    /// <example><code lang="text">A stick was pulled out while the file was copied to it.</code></example>
    public static HostError BundleUnreadable(string path, string why, Exception? cause) =>
        new(nameof(BundleUnreadable), cause is UnauthorizedAccessException ? ErrorKind.PermissionDenied : cause is FileNotFoundException or DirectoryNotFoundException ? ErrorKind.NotFound : ErrorKind.InvalidInput,
            $"'{path}' cannot be imported: {Printable(why.TrimEnd('.'))}. Nothing of it is installed. Copy the file again from where it was exported.", path)
        { Cause = cause };

    /// <summary>A file of exported models says other bytes of a version than the store has for it.</summary>
    /// <remarks>One of both is wrong. Test what is in the store, and ask whoever exported the file; Remove-AiModel and Clear-AiModelStore take the store's away.</remarks>
    /// <example><code lang="text">Somebody changed a model and exported it as if it were the published one.</code></example>
    public static HostError BundleContradicts(string model, ModelSource source, string version) =>
        new(nameof(BundleContradicts), ErrorKind.Conflict,
            $"'{model}' is not imported: the file has other bytes for {source} at '{version}' than the store. Ask whoever exported it; Test-AiModel (hosttools model test) tests what is here.", model);
}
