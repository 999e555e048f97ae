using System.Globalization;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Sources in one word, as at the prompt: <c>hf:org/name@rev</c>, <c>ollama:llama2:7b</c>, <c>s3://bucket/prefix</c>.</summary>
public static class SpecString
{
    private static readonly (string Prefix, string Form, Func<string, ModelSource?> Read)[] s_kinds =
    [
        ("hf", "hf:org/name[@revision]", HuggingFace),
        ("huggingface", "huggingface:org/name[@revision]", HuggingFace),
        ("ollama", "ollama:name[:tag]", Ollama),
        ("url", "url:https://host/file", SpecOptions.Urls),
        ("https", "https://host/file", static rest => Web("https:" + rest)),
        ("http", "http://host/file", static rest => Web("http:" + rest)),
        ("s3", "s3://bucket[/prefix]", S3),
        ("oci", "oci:host/path[:tag|@sha256:…]", Oci),
        ("git-lfs", "git-lfs:https://host/name.git[@revision]", static rest => Revised(rest, "HEAD", static (url, revision) => new GitLfsSource(url, revision))),
        ("git-xet", "git-xet:https://host/name[@revision]", static rest => Revised(rest, "main", static (url, revision) => new GitXetSource(url, revision))),
        ("mlflow", "mlflow:https://host#name@version-or-stage", MlFlow),
        ("mock", "mock:org/name[@revision]", Mock),
    ];

    /// <summary>How sources are written, one form each.</summary>
    public static IReadOnlyList<string> Forms { get; } = [.. s_kinds.Select(static kind => kind.Form)];

    /// <summary>
    /// Reads one. A name with one slash and no prefix is a repository of Hugging Face. The canonical line of a source is one, too, with its options behind.
    /// </summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="revision">Takes the place of a revision in the text; null leaves it.</param>
    /// <exception cref="HostToolsException">SpecUnknown, SpecMalformed or SourceMalformed.</exception>
    public static ModelSource Parse(string text, string? revision = null)
    {
        (string spec, IReadOnlyList<(string Name, string Value)> options) = SplitOf(text.Trim());
        int colon = spec.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 && spec.Count(static letter => letter == '/') == 1)
            (spec, colon) = ("hf:" + spec, 2);
        string prefix = colon < 0 ? spec : spec[..colon];
        (string Prefix, string Form, Func<string, ModelSource?> Read) kind = Array.Find(s_kinds, known => known.Prefix == prefix);
        if (kind.Read is null || colon < 0)
            throw new HostToolsException(ModelErrors.SpecUnknown(text, prefix, [.. s_kinds.Select(static known => known.Prefix)], Forms));
        ModelSource source = SpecOptions.With(kind.Read(spec[(colon + 1)..]), options) ?? throw new HostToolsException(ModelErrors.SpecMalformed(text, kind.Form));
        source = revision is null ? source : At(source, revision, text);
        SourceRules.Require(source);
        return source;
    }

    /// <summary>The same source at another revision.</summary>
    /// <exception cref="HostToolsException">RevisionNotPossible: its kind has none.</exception>
    public static ModelSource At(ModelSource source, string revision, string? written = null) => source switch
    {
        HuggingFaceSource hub => hub with { Revision = revision },
        GitLfsSource git => git with { Revision = revision },
        GitXetSource git => git with { Revision = revision },
        OllamaSource ollama => ollama with { Tag = revision },
        OciSource oci => oci with { Reference = revision },
        MockSource mock => mock with { Revision = revision },
        MlFlowSource flow => WithVersion(flow, revision),
        _ => throw new HostToolsException(ModelErrors.RevisionNotPossible(written ?? source.Canonical, source.Kind)),
    };

    private static HuggingFaceSource? HuggingFace(string rest) =>
        Revised(rest.TrimStart('/'), "main", static (repo, revision) => new HuggingFaceSource(repo) { Revision = revision });

    // Addresses have options of their own; only the last is of all of them.
    private static (string Spec, IReadOnlyList<(string Name, string Value)> Options) SplitOf(string text)
    {
        const string Whole = " extract=false";
        if (!text.StartsWith("url:", StringComparison.Ordinal))
            return SpecOptions.Split(text);
        return text.EndsWith(Whole, StringComparison.Ordinal) ? (text[..^Whole.Length], [("extract", "false")]) : (text, []);
    }

    /// <summary>The page of a repository is what people copy from the browser; they mean the model.</summary>
    private static ModelSource? Web(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url))
            return null;
        string[] parts = url.AbsolutePath.Trim('/').Split('/');
        bool isHub = url.Host is "huggingface.co" or "hf.co" && parts[0] is not ("datasets" or "spaces" or "docs" or "api");
        return parts switch
        {
            [var org, var name] when isHub => new HuggingFaceSource($"{org}/{name}"),
            [var org, var name, "tree", .. var revision] when isHub && revision.Length > 0 =>
                new HuggingFaceSource($"{org}/{name}") { Revision = Uri.UnescapeDataString(string.Join('/', revision)) },
            _ => new UrlSource([new UrlFile(url)]),
        };
    }

    private static S3Source? S3(string rest)
    {
        string[] parts = rest.TrimStart('/').Split('/', 2);
        return parts[0].Length == 0 ? null : new S3Source(parts[0], parts.Length > 1 ? parts[1] : string.Empty);
    }

    private static OllamaSource? Ollama(string rest)
    {
        string name = rest.TrimStart('/');
        int at = name.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            return at == 0 || at == name.Length - 1 ? null : new OllamaSource(name[..at]) { Tag = name[(at + 1)..] };
        int tag = name.LastIndexOf(':');
        // The colon of a port stands before the last slash.
        return name.Length == 0 || tag == name.Length - 1 ? null
            : tag > name.LastIndexOf('/') ? new OllamaSource(name[..tag]) { Tag = name[(tag + 1)..] }
            : new OllamaSource(name);
    }

    private static OciSource? Oci(string rest)
    {
        string name = rest.TrimStart('/');
        int at = name.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            return at == 0 ? null : new OciSource(name[..at]) { Reference = name[(at + 1)..] };
        int tag = name.LastIndexOf(':');
        return name.Length == 0 || tag == name.Length - 1 ? null
            : tag > name.LastIndexOf('/') ? new OciSource(name[..tag]) { Reference = name[(tag + 1)..] }
            : new OciSource(name);
    }

    private static MlFlowSource? MlFlow(string rest)
    {
        int name = rest.LastIndexOf('#');
        int version = rest.LastIndexOf('@');
        return name <= 0 || version < name || !Uri.TryCreate(rest[..name], UriKind.Absolute, out Uri? server)
            ? null
            : WithVersion(new MlFlowSource(server, rest[(name + 1)..version]), rest[(version + 1)..]);
    }

    private static MockSource? Mock(string rest) => Revised(rest, "main", static (repo, revision) => repo.Split('/') is [var org, var model]
        ? new MockSource { Organization = org, Model = model, Revision = revision }
        : null);

    private static MlFlowSource WithVersion(MlFlowSource source, string version) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? source with { Version = number, Stage = null }
            : source with { Version = null, Stage = version };

    private static T? Revised<T>(string rest, string standard, Func<string, string, T?> make)
        where T : class
    {
        // The sign in ssh://git@host/name and git@host:name is not the revision's.
        int authority = rest.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? rest.IndexOf('/', scheme + 3) : rest.StartsWith("git@", StringComparison.Ordinal) ? 4 : 0;
        int at = authority < 0 ? -1 : rest.IndexOf('@', authority);
        (string name, string revision) = at >= 0 ? (rest[..at], rest[(at + 1)..]) : (rest, standard);
        return name.Length == 0 || revision.Length == 0 ? null : make(name, revision);
    }
}
