using System.Text.RegularExpressions;
using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>
/// Files of a target that the host, its users and the modules declare by a name that is written out. Reads the files by line, as completions
/// of options do: what a module makes of values is known only when the host is evaluated.
/// </summary>
public sealed partial class TargetFileCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        IReadOnlyList<ModuleSource> libraries = request.Environment.Libraries();
        ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
            ? ConfigurationTree.Open(path, libraries)
            : ConfigurationTree.Find(request.Environment.CurrentDirectory, libraries);
        string host = request.Given.GetValueOrDefault("Name") is { } name && tree.HostNames().Contains(name) ? name : "*";
        string[] machine = [.. libraries.Select(static library => library.Directory), System.IO.Path.Combine(tree.Directory, "modules"), .. Folders(tree, "hosts", host)];
        IEnumerable<string> homes = host == "*" ? tree.HomeNames() : HomeCompleter.Of(tree, host);
        return machine.SelectMany(static folder => Declared(folder, "environment.etc", "/etc/"))
            .Concat(homes.SelectMany(user => InHome(System.IO.Path.Combine(tree.Directory, "users", user), $"/home/{user}/")))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(static file => new Completion(file));
    }

    private static IEnumerable<string> InHome(string folder, string home) =>
        Declared(folder, "home.file", home).Concat(Declared(folder, "xdg.configFile", home + ".config/"));

    private static string[] Folders(ConfigurationTree tree, string kind, string pattern) =>
        System.IO.Path.Combine(tree.Directory, kind) is var folder && Directory.Exists(folder) ? Directory.GetDirectories(folder, pattern) : [];

    private static IEnumerable<string> Declared(string folder, string option, string below) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .SelectMany(static line => QuotedName().Matches(line))
            .Where(match => match.Groups["option"].Value == option && !match.Groups["name"].Value.Contains("${{", StringComparison.Ordinal))
            .Select(match => below + match.Groups["name"].Value);

    [GeneratedRegex("""(?<option>environment\.etc|home\.file|xdg\.configFile)\."(?<name>[^"]+)["]""", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedName();
}
