using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>Reads a host's header: what is known before its modules are.</summary>
internal static partial class Header
{
    private const string NewestStateVersion = "1";

    /// <summary>What <c>system</c> may be.</summary>
    public static IReadOnlyList<string> Systems => s_systems;

    /// <summary>What <c>target</c> may be.</summary>
    public static IReadOnlyList<string> Targets => s_targets;

    private static readonly string[] s_systems = ["x86_64-linux", "aarch64-linux", "x86_64-windows", "aarch64-windows"];

    private static readonly string[] s_targets = ["host", "container", "wsl", "vm", "home"];

    public static HostMeta Read(string host, ModuleDocument document, EvaluationRequest request, EvaluationSession session)
    {
        YamlMapping? header = document.Header;
        if (!HostName().IsMatch(host))
            session.Errors.Add(ConfigurationErrors.BadHostName(host));
        string system = Text(header, "system", session) ?? "x86_64-linux";
        string stateVersion = Text(header, "stateVersion", session) ?? "1";
        if (header?["system"] is { } systemNode && Array.IndexOf(s_systems, system) < 0)
            session.Errors.Add(ConfigurationErrors.UnknownSystem(systemNode.Place, system, s_systems));
        if (header?["stateVersion"] is { } versionNode && stateVersion != NewestStateVersion)
            session.Errors.Add(ConfigurationErrors.UnknownStateVersion(versionNode.Place, stateVersion, NewestStateVersion));
        if (header is null or { Entries.Length: 0 })
            session.Warnings.Add(ConfigurationErrors.EmptyHost(document.File.DisplayPath));
        string target = request.Target ?? Text(header, "target", session) ?? "host";
        if (Array.IndexOf(s_targets, target) < 0)
            session.Errors.Add(BadTarget(header, request, target));
        return new HostMeta(host, system, stateVersion, Users(header, session), target) { Variant = request.Variant };
    }

    /// <summary>What is known where a home is evaluated without a host: the machine this runs on.</summary>
    public static HostMeta Alone(EvaluationRequest request, string user, EvaluationSession session)
    {
        string arch = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        string target = request.Target ?? "home";
        if (Array.IndexOf(s_targets, target) < 0)
            session.Errors.Add(ConfigurationErrors.BadTarget(target, s_targets));
        return new HostMeta(request.Host, $"{arch}-{(OperatingSystem.IsWindows() ? "windows" : "linux")}", NewestStateVersion, [user], target) { User = user };
    }

    public static bool IsHostName(string name) => HostName().IsMatch(name);

    public static bool IsUserName(string name) => UserName().IsMatch(name);

    /// <summary><c>meta</c> as expressions see it.</summary>
    public static CelMap View(HostMeta meta) => CelMap.From(
    [
        new("hostname", meta.Hostname), new("system", meta.System), new("os", meta.Os), new("arch", meta.Arch),
        new("users", CelList.From([.. meta.Users])), new("user", meta.User), new("stateVersion", meta.StateVersion), new("target", meta.Target),
        new("variant", meta.Variant),
    ]);

    private static Platform.HostError BadTarget(YamlMapping? header, EvaluationRequest request, string target)
    {
        Platform.HostError error = ConfigurationErrors.BadTarget(target, s_targets);
        return request.Target is null && header?["target"] is { } node ? node.Place.Locate(error) : error;
    }

    private static string? Text(YamlMapping? header, string key, EvaluationSession session)
    {
        switch (header?[key])
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar scalar:
                string? text = null;
                session.Try(() => text = ScalarInput.From(Content.Of(scalar, session.OuterScope).Resolve()) switch
                {
                    { Text: { } written } => written,
                    { Value: string computed } => computed,
                    _ => throw new EvaluationFailure(ConfigurationErrors.BadHeader(scalar.Place, key)),
                });
                return text;
            case { } node:
                session.Errors.Add(ConfigurationErrors.BadHeader(node.Place, key));
                return null;
        }
    }

    private static List<string> Users(YamlMapping? header, EvaluationSession session)
    {
        var users = new List<string>();
        switch (header?["users"])
        {
            case null or YamlScalar { IsNull: true }:
                break;
            case YamlSequence list:
                foreach (YamlNode item in list.Items)
                {
                    if (item is YamlScalar { Tag: null } name && UserName().IsMatch(name.Value) && !users.Contains(name.Value))
                        users.Add(name.Value);
                    else
                        session.Errors.Add(ConfigurationErrors.BadUser(item.Place));
                }

                break;
            case { } node:
                session.Errors.Add(ConfigurationErrors.KeyNeedsList(node.Place, "users"));
                break;
        }

        return users;
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")]
    private static partial Regex HostName();

    [GeneratedRegex("^[a-z_][a-z0-9_-]{0,31}$")]
    private static partial Regex UserName();
}
