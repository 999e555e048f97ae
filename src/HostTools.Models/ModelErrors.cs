using HostTools.Platform;

namespace HostTools.Models;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class ModelErrors
{
    /// <summary>A text is no hash that we know.</summary>
    /// <remarks>Write it as sha256-… (SRI), or as sha256: with 64 hexadecimal, 52 base32 or 44 base64 characters.</remarks>
    /// <example><code lang="text">hash: sha512-…</code></example>
    public static HostError HashMalformed(string text) =>
        new(nameof(HashMalformed), ErrorKind.InvalidInput,
            $"'{text}' is no SHA-256. Write it as sha256-… with 44 characters of base64, or as sha256: with 64 hexadecimal or 52 base32 characters.", text);

    /// <summary>A source says something that no server of its kind could answer.</summary>
    /// <remarks>The message has what is wrong and how it is written.</remarks>
    /// <example><code lang="text">Install-AiModel hf:a/b/c</code></example>
    public static HostError SourceMalformed(ModelSource source, string problem) =>
        new(nameof(SourceMalformed), ErrorKind.InvalidInput, $"A source of kind '{source.Kind}' cannot be used: {problem}", source.Kind);

    /// <summary>A source begins with a word that is none of those we know.</summary>
    /// <remarks>Begin with one of the kinds that the message lists.</remarks>
    /// <example><code lang="text">Install-AiModel hg:org/name</code></example>
    public static HostError SpecUnknown(string text, string prefix, IReadOnlyList<string> known, IReadOnlyList<string> forms) =>
        new(nameof(SpecUnknown), ErrorKind.InvalidInput,
            $"'{text}' does not say where the model comes from.{Suggestions.DidYouMean(prefix, known)} Write it in one of these forms: {string.Join(", ", forms)}.", text);

    /// <summary>A source has the right word in front, and cannot be read.</summary>
    /// <remarks>Write it in the form that the message shows.</remarks>
    /// <example><code lang="text">Install-AiModel mlflow:https://host</code></example>
    public static HostError SpecMalformed(string text, string form) =>
        new(nameof(SpecMalformed), ErrorKind.InvalidInput, $"'{text}' cannot be read. Write it as {form}.", text);

    /// <summary>A revision is given for a source whose kind has none.</summary>
    /// <remarks>Leave the revision out.</remarks>
    /// <example><code lang="text">Install-AiModel s3://bucket/model -Revision main</code></example>
    public static HostError RevisionNotPossible(string source, string kind) =>
        new(nameof(RevisionNotPossible), ErrorKind.InvalidInput, $"'{source}' cannot have a revision: sources of kind '{kind}' have none. Leave it out.", source);

    /// <summary>A model has a file whose path would be dangerous or impossible on some system.</summary>
    /// <remarks>Leave the file out by naming the wanted ones in 'files', or tell the author.</remarks>
    /// <example><code lang="text">A repository lists ../../.ssh/authorized_keys.</code></example>
    public static HostError PathUnsafe(ModelSource source, string path, string problem) =>
        new(nameof(PathUnsafe), ErrorKind.InvalidInput,
            $"'{Shown(source)}' has a file '{Printable(path)}', which is not stored: {problem}. Name the files you want in 'files' to leave it out.", path);

    /// <summary>Two paths of a model are one and the same on some file systems.</summary>
    /// <remarks>Leave one of them out by naming the wanted ones in 'files', or tell the author.</remarks>
    /// <example><code lang="text">A repository has README.md and Readme.md.</code></example>
    public static HostError PathsCollide(ModelSource source, string first, string second) =>
        new(nameof(PathsCollide), ErrorKind.Conflict,
            $"'{Shown(source)}' has '{Printable(first)}' and '{Printable(second)}', which some file systems take for one. Name the files you want in 'files' to leave one out.", second);

    private static string Shown(ModelSource source) => source is UrlSource url && url.Urls.Count > 0 ? $"url:{RemoteRequest.Show(url.Urls[0].Url)}" : $"{source.Kind}:{source.Identifier}";

    private static string Printable(string text) =>
        string.Concat(text.Take(200).Select(static letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format ? '?' : letter));
}
