using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models.Validation.Checks;

/// <summary>Checks of which files there are, and of the few whose names mean something.</summary>
internal static partial class FileChecks
{
    private const int LongestText = 4 << 20;

    private static readonly string[] s_licenses = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "LICENCE.txt", "COPYING"];

    public static Verdict NoLinks(ValidationContext context)
    {
        string[] links = [.. context.Files.Files.Where(static file => file.IsLinkOutside || (file.LinkTarget is { } target && !IsBlob(target))).Select(static file => file.Path)];
        return links.Length == 0 ? Verdict.Passed("No file is a link.") : Verdict.Failed($"Links: {Verdict.List(links)}.", links);
    }

    public static Verdict Required(ValidationContext context, IReadOnlyList<string> required)
    {
        string[] missing = [.. required.Where(name => !context.Files.Files.Any(file => FileSystemName.MatchesSimpleExpression(name, file.Path, ignoreCase: false)))];
        return missing.Length == 0 ? Verdict.Passed("All required files are there.") : Verdict.Failed($"Missing: {Verdict.List(missing)}.", missing);
    }

    public static Verdict MaxSize(ValidationContext context, string limit)
    {
        Int128 size = context.Files.Files.Aggregate((Int128)0, static (sum, file) => sum + file.Size);
        ByteSize most = ByteSize.Parse(limit);
        return size <= most.Bytes ? Verdict.Passed($"The model has {size} bytes; {most} are allowed.") : Verdict.Failed($"The model has {size} bytes; {most} ({most.Bytes} bytes) are allowed.");
    }

    public static Verdict ConfigJson(ValidationContext context)
    {
        if (Read(context, "config.json") is not { } text)
            return Verdict.NotApplicable("There is no config.json.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return document.RootElement.ValueKind == JsonValueKind.Object ? Verdict.Passed("config.json is a JSON object.") : Verdict.Failed("config.json is JSON, but no object.", ["config.json"]);
        }
        catch (JsonException cause)
        {
            return Verdict.Failed($"config.json is no JSON: line {(cause.LineNumber ?? 0) + 1}, byte {(cause.BytePositionInLine ?? 0) + 1}.", ["config.json"]);
        }
    }

    public static Verdict License(ValidationContext context)
    {
        if (context.Files.Files.FirstOrDefault(static file => s_licenses.Contains(file.Path, StringComparer.OrdinalIgnoreCase) && file.Size > 0) is { } file)
            return Verdict.Passed($"The licence is in {file.Path}.");
        return Read(context, "README.md") is { } card && Card().Match(card) is { Success: true } match && LicenseLine().Match(match.Value) is { Success: true } license
            ? Verdict.Passed($"The model's card says {Evidence.Quoted(license.Groups[1].Value.Trim())}.")
            : Verdict.Failed("The model has no licence: neither a file LICENSE, nor 'license:' in the card README.md.");
    }

    private static bool IsBlob(string target) => target.StartsWith("../", StringComparison.Ordinal) && target.Contains("/blobs/", StringComparison.Ordinal);

    private static string? Read(ValidationContext context, string path)
    {
        if (context.Files.Files.FirstOrDefault(file => file.Path == path) is not { IsLinkOutside: false, IsSpecial: false } file)
            return null;
        using Stream stream = context.Files.Open(file);
        byte[] bytes = new byte[(int)Math.Min(stream.Length, LongestText)];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    [GeneratedRegex(@"^\uFEFF?---\r?\n(.|\n)*?\n---", RegexOptions.NonBacktracking)]
    private static partial Regex Card();

    [GeneratedRegex(@"^license:[ \t]*([^\r\n]+)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex LicenseLine();
}
