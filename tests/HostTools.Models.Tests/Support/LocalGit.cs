using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace HostTools.Models.Tests;

/// <summary>A repository behind git's own <c>http-backend</c>, and a server of LFS for it whose files are on another server.</summary>
internal sealed class LocalGit : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, byte[]> _large = [];
    private readonly LocalServer _storage;
    private readonly LocalServer _server;

    public LocalGit()
    {
        _storage = new LocalServer(request => request.Header("X-Storage-Key") == "key-1" ? LocalAnswer.Bytes(request, _large[request.Path[1..]]) : LocalAnswer.Text(403, "no key"));
        _server = new LocalServer(Answer);
        Directory.CreateDirectory(Work);
        Run("init", "--quiet", "--initial-branch=main");
    }

    public static bool IsInstalled => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Join(folder, "git")));

    public string Work => _directory["model"];

    public Uri Url => _server["model.git"];

    public IReadOnlyList<LocalRequest> Requests => _server.Requests;

    public IReadOnlyList<LocalRequest> StorageRequests => _storage.Requests;

    /// <summary>Who may read; null is anybody.</summary>
    public string? Login { get; set; }

    /// <summary>Takes the place of an answer to a batch; null leaves it.</summary>
    public Func<string, string?> Batch { get; set; } = static _ => null;

    /// <summary>Writes a file of the repository.</summary>
    public void Write(string path, string text)
    {
        string file = Path.Join(Work, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Writes a pointer, and gives the file to the server of LFS.</summary>
    public void WriteLarge(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string hash = ContentHash.Of(bytes).Hex;
        _large[hash] = bytes;
        Write(path, $"version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize {bytes.Length}\n");
    }

    /// <summary>Commits all, and gives the commit.</summary>
    public string Commit()
    {
        Run("add", "--all");
        Run("commit", "--quiet", "--message=change");
        return Run("rev-parse", "HEAD").Trim();
    }

    public string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "commit.gpgsign=false", .. arguments])
        {
            WorkingDirectory = Work, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["LC_ALL"] = "C" },
        };
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {said.Result}");
    }

    public void Dispose()
    {
        _server.Dispose();
        _storage.Dispose();
        _directory.Dispose();
    }

    private LocalAnswer Answer(LocalRequest request)
    {
        if (Login is not null && request.Header("Authorization") != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login)))
            return LocalAnswer.Text(401, "who asks?", ("WWW-Authenticate", "Basic realm=\"here\""));
        const string prefix = "/model.git";
        if (request.Path == prefix + "/info/lfs/objects/batch")
            return Large(request);
        return request.Path.StartsWith(prefix, StringComparison.Ordinal) ? Backend(request, request.Path[prefix.Length..]) : LocalAnswer.Text(404, string.Empty);
    }

    private LocalAnswer Large(LocalRequest request)
    {
        Assert.Equal(("POST", "application/vnd.git-lfs+json", "application/vnd.git-lfs+json"), (request.Method, request.Header("Accept"), request.Header("Content-Type")));
        using var json = JsonDocument.Parse(request.Body);
        JsonElement item = json.RootElement.GetProperty("objects")[0];
        string oid = item.GetProperty("oid").GetString()!;
        string answer = Batch(oid) ?? (_large.ContainsKey(oid)
            ? $$"""{"transfer":"basic","objects":[{"oid":"{{oid}}","size":{{item.GetProperty("size").GetInt64()}},"authenticated":true,"actions":{"download":{"href":"{{_storage[oid]}}","header":{"X-Storage-Key":"key-1"},"expires_in":60} } }]}"""
            : $$"""{"objects":[{"oid":"{{oid}}","size":1,"error":{"code":404,"message":"Object does not exist"} }]}""");
        return LocalAnswer.Text(200, answer, ("Content-Type", "application/vnd.git-lfs+json"));
    }

    // CGI, RFC 3875.
    private LocalAnswer Backend(LocalRequest request, string path)
    {
        var start = new ProcessStartInfo("git", "http-backend") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in new[]
        {
            ("GIT_PROJECT_ROOT", Path.Join(Work, ".git")), ("GIT_HTTP_EXPORT_ALL", "1"), ("PATH_INFO", path), ("QUERY_STRING", request.Target.Split('?', 2).ElementAtOrDefault(1) ?? string.Empty),
            ("REQUEST_METHOD", request.Method), ("CONTENT_TYPE", request.Header("Content-Type")), ("CONTENT_LENGTH", $"{request.Body.Length}"),
            ("HTTP_CONTENT_ENCODING", request.Header("Content-Encoding")), ("GIT_PROTOCOL", request.Header("Git-Protocol")), ("GIT_CONFIG_GLOBAL", "/dev/null"),
        })
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(request.Body);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        byte[] bytes = output.ToArray();
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        Dictionary<string, string> headers = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n").Select(static line => line.Split(": ", 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        int status = headers.Remove("Status", out string? line) ? int.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 200;
        return new LocalAnswer(status, bytes[(end + 4)..]) { Headers = headers };
    }
}
