using System.Diagnostics;
using System.Text.Json.Nodes;

namespace HostTools.Bench.Evaluation;

/// <summary>The two programs that are compared, each as a new process.</summary>
internal sealed class Programs
{
    private readonly string _folder;
    private readonly string _hosttools;

    /// <param name="folder">An empty folder for what they need; the executable is published into it.</param>
    public Programs(string folder)
    {
        _folder = folder;
        _hosttools = Publish(Path.Join(folder, "cli"));
        NixLibrary = Environment.GetEnvironmentVariable("HOSTTOOLS_NIXPKGS_LIB");
        WhyNoNix = OnPath("nix-instantiate") is null ? "nix-instantiate is not installed"
            : NixLibrary is null || !File.Exists(Path.Join(NixLibrary, "default.nix")) ? "HOSTTOOLS_NIXPKGS_LIB does not name the folder lib of nixpkgs"
            : null;
    }

    /// <summary>Absolute path of nixpkgs' <c>lib</c>.</summary>
    public string? NixLibrary { get; }

    /// <summary>Why nothing is compared; null when Nix can be run.</summary>
    public string? WhyNoNix { get; }

    /// <summary><c>hosttools config check</c>: evaluates everything and prints no values.</summary>
    public ProcessStartInfo Check(string tree) => Start(_hosttools, "config", "check", "h0", "--path", tree, "--param", "turn=1", "--quiet");

    /// <summary>The same of Nix: forces every value and prints none.</summary>
    public ProcessStartInfo NixCheck(string modules) =>
        Nix("--eval", "--strict", "-E", $"builtins.deepSeq (import {modules} {{ turn = 1; }}) true");

    /// <summary>Both sides' values of the generated modules, to be equal.</summary>
    public bool SameValues(string tree, string modules)
    {
        JsonNode ours = JsonNode.Parse(ProcessRun.Once(Start(_hosttools, "config", "show", "h0", "--path", tree, "--param", "turn=1", "--output", "json")).Output)![0]!["values"]!;
        JsonObject theirs = JsonNode.Parse(ProcessRun.Once(Nix("--eval", "--strict", "--json", "-E", $"import {modules} {{ turn = 1; }}")).Output)!.AsObject();
        return theirs.All(pair => JsonNode.DeepEquals(pair.Value, ours[pair.Key]));
    }

    private ProcessStartInfo Nix(params string[] arguments)
    {
        ProcessStartInfo start = Start("nix-instantiate", arguments);
        foreach (string name in new[] { "NIX_STATE_DIR", "NIX_STORE_DIR", "NIX_LOG_DIR", "NIX_CONF_DIR", "HOME" })
            start.Environment[name] = Directory.CreateDirectory(Path.Join(_folder, "nix", name)).FullName;
        return start;
    }

    private static ProcessStartInfo Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static string Publish(string into)
    {
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_EXECUTABLE") is { } given)
            return given;
        string? repository = AppContext.BaseDirectory;
        while (repository is not null && !File.Exists(Path.Join(repository, "HostTools.sln")))
            repository = Path.GetDirectoryName(repository);
        string project = Path.Join(repository ?? throw new InvalidOperationException("The benchmark must run inside the repository."), "src", "HostTools.Cli");
        ProcessRun.Once(Start("dotnet", "publish", project, "-c", "Release", "-r", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "-o", into, "-v", "q"));
        return Path.Join(into, "hosttools");
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Join(folder, program)).FirstOrDefault(File.Exists);
}
