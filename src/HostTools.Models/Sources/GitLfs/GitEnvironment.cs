namespace HostTools.Models;

/// <summary>What git is told besides its task: nothing of a repository may start a program, and nobody is asked for a password.</summary>
internal static class GitEnvironment
{
    /// <summary>Settings in front of every task.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.symlinks=false", "-c", "protocol.ext.allow=never",
        "-c", "submodule.recurse=false", "-c", "gc.auto=0", "-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=120",
    ];

    /// <summary>Variables. A token stands in one, since arguments are seen by every user of the machine, and is for the repository's server alone.</summary>
    public static Dictionary<string, string?> Of(GitLfsSource source, FoundToken? found, NetworkSettings network)
    {
        var variables = new Dictionary<string, string?>
        {
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = "",
            ["SSH_ASKPASS_REQUIRE"] = "never",
            ["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes",
            ["GIT_LFS_SKIP_SMUDGE"] = "1",
            ["GIT_DIR"] = null,
            ["GIT_WORK_TREE"] = null,
            ["GIT_INDEX_FILE"] = null,
            ["GIT_OBJECT_DIRECTORY"] = null,
            ["GIT_TRACE_CURL"] = null,
            ["GIT_TRACE"] = null,
            ["LC_ALL"] = "C",
        };
        (string Name, string Value)[] settings = [.. Secrets(source, found, network)];
        variables["GIT_CONFIG_COUNT"] = $"{settings.Length}";
        for (int at = 0; at < settings.Length; at++)
            (variables[$"GIT_CONFIG_KEY_{at}"], variables[$"GIT_CONFIG_VALUE_{at}"]) = settings[at];
        return variables;
    }

    // The address of a proxy may have a password in it, too.
    private static IEnumerable<(string Name, string Value)> Secrets(GitLfsSource source, FoundToken? found, NetworkSettings network)
    {
        if (found is not null && ServerOf(source) is { } server)
            yield return ($"http.{server.AbsoluteUri}.extraHeader", $"Authorization: Basic {FoundToken.Encode(PairOf(found))}");
        if (network.Proxy is { } proxy)
            yield return ("http.proxy", proxy.AbsoluteUri.TrimEnd('/'));
        if (network.AuthorityFile is { } file)
            yield return ("http.sslCAInfo", file);
    }

    /// <summary>Server of a repository that is asked over http; null for all others.</summary>
    public static Uri? ServerOf(GitLfsSource source) => Uri.TryCreate(source.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http"
        ? new Uri(url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped))
        : null;

    // Servers of git take a token as the password of any user.
    public static string PairOf(FoundToken found) => found.Pair is null ? $"token:{found.Value}" : found.Value;
}
