using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Configuration.Editing;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Adds a module to a configuration tree, and imports it where it is wanted.</summary>
/// <remarks>
/// <para>Writes modules/NAME.yaml with an option to switch it on, and adds the name to the imports of the hosts and homes that are named; every
/// other byte of their files stays. All of it has been evaluated before anything is written, and nothing is written when a host would not
/// evaluate any more. Files that exist are never touched: a module that exists already is only imported.</para>
/// </remarks>
/// <example>
/// <para>A module for hosts, imported by one.</para>
/// <code lang="pwsh">New-HostModule homelab/backup -HostName toaster</code>
/// <code lang="sh">hosttools module new homelab/backup --host-name toaster</code>
/// </example>
/// <example>
/// <para>A module for homes; what it would write.</para>
/// <code lang="pwsh">New-HostModule prompt -Class Home -WhatIf</code>
/// <code lang="sh">hosttools module new prompt --class home --what-if</code>
/// </example>
[Command("New", "HostModule", Effect = Effect.Change, Cli = "module new")]
public sealed partial class NewHostModule : ICommand<CreatedFiles>
{
    private static readonly string[] s_reserved = ["in", "true", "false", "null"];

    /// <summary>Name to import it by: words of letters, digits, '_' and '-', with '/' between them.</summary>
    [Argument(Position = 0, Mandatory = true)]
    public string? Name { get; set; }

    /// <summary>Hosts that import it; none when not given.</summary>
    [Argument(Completer = typeof(HostNameCompleter))]
    public string[] HostName { get; set; } = [];

    /// <summary>Users whose homes import it; none when not given.</summary>
    [Argument(Completer = typeof(HomeNameCompleter))]
    public string[] UserName { get; set; } = [];

    /// <summary>Who may import it: host, home or any; hosts when not given.</summary>
    [Argument]
    public ModuleClass Class { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Folder with files to fill in instead, laid out as in a tree; @module@, @class@, @option@ and @config@ stand for name, class and option.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Template { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CreatedFiles> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        string name = Name is { Length: <= 100 } given && ModuleName().IsMatch(given) ? given : throw EditorErrors.ModuleNameInvalid(Name ?? string.Empty);
        if ((Class == ModuleClass.Home && HostName.Length > 0) || (Class == ModuleClass.Host && UserName.Length > 0))
            throw EditorErrors.ModuleClassUnfit(name, Class);
        string[] words = ["modules", .. name.Split('/')];
        var names = new Dictionary<string, string>
        {
            ["module"] = name,
            ["class"] = Class.ToString().ToLowerInvariant(),
            ["option"] = string.Join('.', words),
            ["config"] = string.Join('.', words.Prepend("config").Select(static word => word.Contains('-') || s_reserved.Contains(word) ? $"`{word}`" : word)),
        };
        var addition = new Addition(context, Path, name)
        {
            Main = $"modules/{name}.yaml",
            Hosts = HostName,
            Homes = UserName,
            Register = (text, file) => ListEdit.Add(text, file, "imports", [name]),
            Verify = tree => RequireSound(tree, name),
        };
        using ConfigTemplate template = ConfigTemplate.Fill("module", Template, names);
        if (await addition.RunAsync(template, Template, $"Add the module '{name}'", token).ConfigureAwait(false) is { } created)
            yield return created;
    }

    /// <summary>Nobody may import it yet, so that no evaluation has read it.</summary>
    private static void RequireSound(ConfigurationTree tree, string name)
    {
        if (tree.Modules().First(module => module.Name == name) is { Errors: { Count: > 0 } errors })
            throw new HostToolsException(errors);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*(/[A-Za-z][A-Za-z0-9_-]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex ModuleName();
}

/// <summary>Who may import a module.</summary>
public enum ModuleClass
{
    /// <summary>Hosts.</summary>
    Host,

    /// <summary>Homes of users.</summary>
    Home,

    /// <summary>Both.</summary>
    Any,
}

/// <summary>Names of the users of the tree who have a home.</summary>
public sealed class HomeNameCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
            ? ConfigurationTree.Open(path, [])
            : ConfigurationTree.Find(request.Environment.CurrentDirectory, []);
        return tree.HomeNames().Select(static name => new Completion(name));
    }
}
