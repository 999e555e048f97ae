using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Configuration.Editing;

namespace HostTools.Commands;

/// <summary>Adds a user to a configuration tree: the account, the home, and a place on hosts.</summary>
/// <remarks>
/// <para>Writes users/NAME/default.yaml for the account and users/NAME/home.yaml for the home, and adds the name to the list of users of the hosts
/// that are named; every other byte of their files stays. All of it has been evaluated before anything is written, and nothing is written when
/// a host would not evaluate any more. Files that exist are never touched: of a user that exists already only the hosts are added to.</para>
/// </remarks>
/// <example>
/// <para>A user on one host.</para>
/// <code lang="pwsh">New-HostUser alice -HostName toaster</code>
/// <code lang="sh">hosttools user new alice --host-name toaster</code>
/// </example>
/// <example>
/// <para>What it would write and change.</para>
/// <code lang="pwsh">New-HostUser alice -HostName toaster, nixos -WhatIf</code>
/// <code lang="sh">hosttools user new alice --host-name toaster --host-name nixos --what-if</code>
/// </example>
[Command("New", "HostUser", Effect = Effect.Change, Cli = "user new")]
public sealed class NewHostUser : ICommand<CreatedFiles>
{
    /// <summary>Name to log in with: lower-case letters, digits, '_' and '-', a letter or '_' first, at most 32.</summary>
    [Argument(Position = 0, Mandatory = true, Aliases = ["UserName"])]
    public string? Name { get; set; }

    /// <summary>Hosts that get the user; none when not given.</summary>
    [Argument(Completer = typeof(HostNameCompleter))]
    public string[] HostName { get; set; } = [];

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Folder with files to fill in instead, laid out as in a tree; @user@ stands for the name, in names of files as well.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Template { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CreatedFiles> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        string name = Name is { } given && ConfigurationTree.IsUserName(given) ? given : throw EditorErrors.UserNameInvalid(Name ?? string.Empty);
        var addition = new Addition(context, Path, name)
        {
            Main = $"users/{name}/default.yaml",
            Hosts = HostName,
            Register = (text, file) => ListEdit.Add(text, file, "users", [name]),
        };
        using ConfigTemplate template = ConfigTemplate.Fill("user", Template, new Dictionary<string, string> { ["user"] = name });
        if (await addition.RunAsync(template, Template, $"Add the user '{name}'", token).ConfigureAwait(false) is { } created)
            yield return created;
    }
}
