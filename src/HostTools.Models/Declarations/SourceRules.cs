using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What must be true of a source before anybody asks a server.</summary>
public static class SourceRules
{
    private const int LongestRepo = 96;

    /// <summary>All that is wrong with it; empty when nothing is.</summary>
    public static IReadOnlyList<HostError> Check(ModelSource source) => [.. Problems(source).Select(problem => ModelErrors.SourceMalformed(source, problem))];

    /// <summary>Throws what <see cref="Check"/> finds.</summary>
    /// <exception cref="HostToolsException">SourceMalformed, once for each problem.</exception>
    public static void Require(ModelSource source)
    {
        if (Check(source) is { Count: > 0 } errors)
            throw new HostToolsException(errors);
    }

    /// <summary>Sentences with their fix.</summary>
    private static IEnumerable<string> Problems(ModelSource source) => source switch
    {
        HuggingFaceSource hub => [.. Repo(hub.Repo), .. Revision(hub.Revision), .. Web(hub.Endpoint)],
        UrlSource url => Urls(url),
        S3Source s3 => [.. Bucket(s3), .. Web(s3.Endpoint)],
        GitLfsSource git => [.. GitUrl(git.Url), .. Revision(git.Revision), .. Subdirectory(git.Subdirectory)],
        GitXetSource git => [.. GitUrl(git.Url), .. Revision(git.Revision), .. Web(git.Endpoint)],
        MlFlowSource flow => MlFlow(flow),
        OllamaSource ollama => [.. Name(ollama.Model, "model"), .. Name(ollama.Tag, "tag"), .. Web(ollama.Endpoint)],
        OciSource oci => Oci(oci),
        MockSource mock => [.. Repo(mock.Identifier), .. Revision(mock.Revision), .. mock.Files.Count == 0 ? ["it has no files; name at least one."] : Array.Empty<string>()],
        _ => [],
    };

    private static IEnumerable<string> Repo(string repo)
    {
        string[] parts = repo.Split('/');
        if (repo.Length > LongestRepo || parts.Length > 2 || parts.Any(static part => !IsWord(part) || part[0] is '.' or '-' || part[^1] is '.' or '-')
            || repo.Contains("--", StringComparison.Ordinal) || repo.Contains("..", StringComparison.Ordinal) || repo.EndsWith(".git", StringComparison.Ordinal))
            yield return $"'{repo}' is no name of a repository; write it as on the hub: org/name, with letters, digits and '-_.'.";
    }

    private static IEnumerable<string> Revision(string revision)
    {
        if (revision.Length == 0)
            yield return "the revision is empty; write a branch, a tag or a commit, or leave it out.";
        else if (ModelPath.Problem(revision) is { } problem || (problem = revision.Any(static letter => letter is ' ' or '~' or '^' or '[') ? "git has no such names" : null) is not null)
            yield return $"'{revision}' is no revision: {problem}. Write a branch, a tag or a commit.";
    }

    private static IEnumerable<string> Web(Uri? address)
    {
        if (address is not null && !IsWeb(address))
            yield return $"'{Shown(address)}' is no address of a server; write one that begins with https:// or http://, without a user or password.";
    }

    private static IEnumerable<string> Urls(UrlSource source)
    {
        if (source.Urls.Count == 0)
            yield return "it has no address; write at least one.";
        foreach (UrlFile url in source.Urls)
        {
            foreach (string problem in Web(url.Url))
                yield return problem;
            if (url.FileName is { } name && ModelPath.Problem(name) is { } unsafeName)
                yield return $"the file name '{name}' cannot be used: {unsafeName}.";
        }
    }

    private static IEnumerable<string> Bucket(S3Source source)
    {
        if (source.Bucket.Length is < 3 or > 63 || !source.Bucket.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-'))
            yield return $"'{source.Bucket}' is no name of a bucket; it has 3 to 63 lower-case letters, digits, '.' and '-'.";
        if (source.Region.Length == 0 || !IsWord(source.Region))
            yield return $"'{source.Region}' is no region; write one such as us-east-1.";
    }

    private static IEnumerable<string> GitUrl(string url)
    {
        // What begins with a dash is an option to git, and ext:: runs a program.
        if (url.Length == 0 || url[0] == '-' || url.Contains("::", StringComparison.Ordinal) || url.Any(static letter => char.IsControl(letter) || letter == ' '))
            yield return $"'{url}' is no address of a git repository; write one such as https://host/org/name.git.";
        else if (Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.UserInfo.Contains(':', StringComparison.Ordinal))
            yield return $"'{Shown(address)}' has a password in it; put that into a token file.";
    }

    private static IEnumerable<string> Subdirectory(string? path)
    {
        if (path is not null && ModelPath.Problem(path.TrimEnd('/')) is { } problem)
            yield return $"the directory '{path}' cannot be used: {problem}.";
    }

    private static IEnumerable<string> MlFlow(MlFlowSource source)
    {
        foreach (string problem in Web(source.TrackingUri))
            yield return problem;
        if (source.ModelName.Length == 0)
            yield return "it has no name of a model.";
        if (source.Version is null == source.Stage is null)
            yield return "it needs a version or a stage, and not both.";
        if (source.Version is < 1)
            yield return $"'{source.Version}' is no version; they count from 1.";
        if (source.Stage is "")
            yield return "the stage is empty.";
    }

    private static IEnumerable<string> Oci(OciSource source)
    {
        string[] parts = source.Repository.Split('/');
        if (parts.Length < 2 || parts[0].Length == 0 || parts.Skip(1).Any(static part => part.Length == 0 || !IsWord(part) || part.Any(char.IsAsciiLetterUpper)))
            yield return $"'{source.Repository}' is no repository of a registry; write host/path in lower case.";
        if (source.Reference.StartsWith("sha256:", StringComparison.Ordinal) ? !ContentHash.TryParse(source.Reference, out _) : !IsWord(source.Reference))
            yield return $"'{source.Reference}' is neither a tag nor a digest; write one such as latest or sha256:….";
    }

    private static IEnumerable<string> Name(string text, string what)
    {
        if (text.Split('/').Any(static part => !part.Split(':').All(IsWord)))
            yield return $"'{text}' is no name of a {what}; write letters, digits and '-_.'.";
    }

    private static bool IsWord(string text) => text.Length > 0 && text is not ("." or "..") && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    // A user and password in an address end up in messages and lock files.
    private static bool IsWeb(Uri address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" };

    private static string Shown(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length > 0 ? address.AbsoluteUri.Replace(address.UserInfo + "@", "…@", StringComparison.Ordinal) : address.OriginalString;
}
