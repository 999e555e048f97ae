using System.Text;

namespace HostTools.Cli.Tests;

/// <summary>A value is looked for in everything that real runs say and leave behind, also written in other ways.</summary>
public sealed class SecretLeakTests : IDisposable
{
    // Long enough that two thirds of it in base64 are no accident.
    private const string Value = "cAnArY\"7-tweet\\tweet-9";

    private readonly Workspace _workspace = new();
    private readonly StringBuilder _said = new();

    public void Dispose() => _workspace.Dispose();

    [SkippableFact]
    public async Task Nothing_says_or_keeps_the_value()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs permission bits");
        Write("password", Value + "\n", 0x180);
        Write("hosts/den/default.yaml", $$$"""
            system: x86_64-linux
            stateVersion: "1"
            config:
              secrets.db: { source.file: {{{_workspace.Tree}}}/password, persistent: true }
              environment.etc:
                "app.conf": { text: "password=${{ secret('db') }}", triggers: [check] }
                "app.json": { format: json, value: { url: "http://a:${{ secret('db') }}@b" } }
              activation.triggers.check: { offlineCommand: [/bin/sh, -c, "head -2 {root}/etc/app.json >&2; exit ${CHECK:-0}"] }
            """);
        await RunAsync(0, "config", "show", "den");
        await RunAsync(0, "config", "show", "den", "--output", "json");
        await RunAsync(0, "option", "show", "den", "environment.etc");
        await RunAsync(0, "plan", "den", "--root", "out", "--verbose");
        await RunAsync(0, "plan", "den", "--root", "out", "--output", "json");
        await RunAsync(0, "plan", "den", "--root", "out", "--out-file", "plan.json");
        await RunAsync(0, "apply", "--path", "plan.json", "--yes", "--pass-thru", "--output", "json");
        string[] holders = ["etc/app.conf", "etc/app.json", "run/hosttools/secrets/db"];
        Assert.Equal("password=" + Value + "\n", Read("out/etc/app.conf"));
        Assert.Equal("{\n  \"url\": \"http://a:cAnArY\\\"7-tweet\\\\tweet-9@b\"\n}\n", Read("out/etc/app.json"));
        Assert.Equal(holders, Holders("out"));

        Write("password", "another one", 0x180);
        await RunAsync(0, "plan", "den", "--root", "out");
        Write("hosts/den/default.yaml", Read("hosts/den/default.yaml").Replace("${CHECK:-0}", "1", StringComparison.Ordinal));
        Write("password", Value + "2\n", 0x180);
        Assert.Contains("a:(secret 'db')@b", await RunAsync(1, "apply", "den", "--root", "out", "--yes"), StringComparison.Ordinal);
        Assert.Equal("password=" + Value + "\n", Read("out/etc/app.conf"));
        File.WriteAllText(Path.Combine(_workspace.Tree, "out/etc/app.conf"), "by hand " + Value);
        await RunAsync(0, "status", "--root", "out");
        await RunAsync(0, "status", "--root", "out", "--output", "json");
        File.Delete(Path.Combine(_workspace.Tree, "password"));
        await RunAsync(1, "plan", "den", "--root", "out");
        Write("password", Value + "3\n", 0x184);
        await RunAsync(1, "apply", "den", "--root", "out", "--yes");
        Write("hosts/den/default.yaml", "system: x86_64-linux\nstateVersion: \"1\"\n");
        await RunAsync(0, "apply", "den", "--root", "out", "--yes");
        Assert.Empty(Holders("out"));
        await RunAsync(0, "generation", "diff", "--root", "out");
        await RunAsync(0, "generation", "diff", "--root", "out", "--output", "json");
        await RunAsync(1, "rollback", "--root", "out", "--yes");
        Write("password", Value + "\n", 0x180);
        await RunAsync(0, "rollback", "--root", "out", "--yes");
        Assert.Equal(holders, Holders("out"));

        Assert.DoesNotContain(Forms, form => _said.ToString().Contains(form, StringComparison.OrdinalIgnoreCase));
        Assert.False(Holds(Path.Combine(_workspace.Tree, "plan.json")));
    }

    private static IReadOnlyList<string> Forms { get; } =
    [
        "cAnArY", "tweet-9", Convert.ToHexString(Encoding.UTF8.GetBytes("cAnArY")),
        .. Enumerable.Range(0, 3).Select(static skipped => Convert.ToBase64String(Encoding.UTF8.GetBytes(Value)[skipped..])[..16]),
    ];

    private string[] Holders(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(_workspace.Tree, folder), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(Holds).Select(file => Path.GetRelativePath(Path.Combine(_workspace.Tree, folder), file)).Order(StringComparer.Ordinal),
    ];

    private static bool Holds(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        return Forms.Any(form => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(form)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(form)) >= 0);
    }

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        Result result = await Executable.RunAsync(_workspace.Tree, arguments);
        Assert.True(result.ExitCode == exitCode, $"{string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Output}{result.Error}");
        _said.Append(result.Output).Append(result.Error);
        return result.Error;
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_workspace.Tree, file));

    private void Write(string file, string text, int mode = 0x1A4)
    {
        string path = Path.Combine(_workspace.Tree, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)mode);
    }
}
