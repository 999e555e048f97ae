using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HostTools.Machine.Tests;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Nix;

/// <summary>Evaluates generated module sets with nixpkgs' module system, many in one call.</summary>
internal static class NixOracle
{
    /// <summary>Why it cannot be asked; null when it can.</summary>
    public static string? Absence =>
        Library is null ? "HOSTTOOLS_NIXPKGS_LIB does not name the folder lib of nixpkgs."
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(static folder => File.Exists(Path.Combine(folder, "nix-instantiate"))) ? null
        : "nix-instantiate is not on PATH.";

    private static string? Library =>
        Environment.GetEnvironmentVariable("HOSTTOOLS_NIXPKGS_LIB") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "default.nix")) ? folder : null;

    /// <summary>For each set, what became of each option: <c>value …</c> with JSON, <c>none</c>, <c>error</c> or <c>undeclared</c>.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Outcomes(IReadOnlyList<ModuleSet> sets)
    {
        using var folder = new TemporaryFolder();
        var list = new StringBuilder();
        for (int i = 0; i < sets.Count; i++)
        {
            for (int m = 0; m < sets[i].Modules.Count; m++)
                folder.Write(string.Create(CultureInfo.InvariantCulture, $"{i}/m{m}.nix"), sets[i].Nix(m));
            string paths = string.Join(' ', sets[i].Options.Select(static o => $"[ {string.Join(' ', o.Names.Select(static n => $"\"{n}\""))} ]"));
            list.Append(CultureInfo.InvariantCulture, $"  (outcomes ./{i}/m0.nix [ {paths} ])\n");
        }

        folder.Write("default.nix", $$"""
            let
              lib = import {{Library}};
              outcomes = start: let e = lib.evalModules { modules = [ start ]; }; in map (path: let
                  declared = builtins.tryEval (lib.hasAttrByPath path e.options);
                  value = builtins.tryEval (let v = lib.getAttrFromPath path e.config; in builtins.deepSeq v v);
                  defined = builtins.tryEval (lib.getAttrFromPath path e.options).isDefined;
                in if ! declared.success then "error" else if ! declared.value then "undeclared"
                   else if value.success then { inherit (value) value; }
                   else if defined.success && ! defined.value then "none" else "error");
            in [
            {{list}}]
            """);
        return Read(Run(Path.GetDirectoryName(folder.File("default.nix"))!));
    }

    private static string Run(string folder)
    {
        string[] own = ["NIX_STATE_DIR", "NIX_STORE_DIR", "NIX_LOG_DIR", "NIX_CONF_DIR", "HOME"];
        Dictionary<string, string?> environment = own.ToDictionary(static name => name, name => (string?)Directory.CreateDirectory(Path.Combine(folder, ".nix", name)).FullName);
        ProcessResult result = new SystemProcessRunner()
            .RunAsync(new ProcessRequest("nix-instantiate", ["--eval", "--strict", "--json", Path.Combine(folder, "default.nix")]) { Environment = environment, Timeout = TimeSpan.FromMinutes(5) }, CancellationToken.None)
            .GetAwaiter().GetResult();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput;
    }

    private static List<IReadOnlyList<string>> Read(string json) =>
        [.. JsonNode.Parse(json)!.AsArray().Select(static set => (IReadOnlyList<string>)[.. set!.AsArray().Select(Outcome)])];

    private static string Outcome(JsonNode? node) => node is JsonObject found ? "value " + Canonical(found["value"]) : (string)node!;

    /// <summary>JSON on one line with its keys in order.</summary>
    public static string Canonical(JsonNode? node) =>
        node switch
        {
            JsonObject map => $"{{{string.Join(',', map.OrderBy(static e => e.Key, StringComparer.Ordinal).Select(static e => $"\"{e.Key}\":{Canonical(e.Value)}"))}}}",
            JsonArray list => $"[{string.Join(',', list.Select(Canonical))}]",
            _ => node?.ToJsonString() ?? "null",
        };
}
