using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Shows options of a host: type, value, meaning, and which definitions won, and why.</summary>
/// <remarks>
/// <para>One object per option. Options of submodules stand twice: with a placeholder for the entry's name, saying what may be set
/// (environment.etc.&lt;name&gt;.text), and for each entry there is. Its definitions are listed with place, priority and order, the winning ones first; each says why it won or
/// lost. Lower priorities win: 50 force, 100 plain, 1000 default, 1500 the option's own default.</para>
/// </remarks>
/// <example>
/// <para>Options by wildcard.</para>
/// <code lang="pwsh">Get-HostOption toaster networking.*</code>
/// <code lang="sh">hosttools option list toaster 'networking.*'</code>
/// </example>
/// <example>
/// <para>Why an option has the value it has.</para>
/// <code lang="pwsh">(Get-HostOption toaster networking.hostName).Definitions</code>
/// <code lang="sh">hosttools option show toaster networking.hostName</code>
/// </example>
/// <example>
/// <para>What the host's own files set.</para>
/// <code lang="pwsh">Get-HostConfig toaster | Get-HostOption | Where-Object { $_.Definitions.Origin.File -like 'hosts/*' }</code>
/// </example>
[Command("Get", "HostOption", Effect = Effect.Read, Cli = "option list", CliAlias = "option show", DefaultSet = "Name")]
public sealed class GetHostOption : ICommand<OptionInfo>
{
    /// <summary>Name of the host.</summary>
    [Argument(Position = 0, Mandatory = true, Set = "Name", Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string? Name { get; set; }

    /// <summary>Dotted names of options, with wildcards; all when none is given. A wildcard that matches nothing gives nothing, a name that does is an error.</summary>
    [Argument(Position = 1, Wildcards = true, Completer = typeof(OptionNameCompleter))]
    public string[] Option { get; set; } = [];

    /// <summary>An evaluated host, as Get-HostConfig emits it.</summary>
    [Argument(Mandatory = true, Pipeline = Pipeline.Value, Set = "Config", Faces = Faces.PowerShell)]
    public HostConfig? Config { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Set = "Name", Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Values for the parameters that the tree declares; they win over environment variables.</summary>
    [Argument(Set = "Name", Cli = "param", Completer = typeof(ParameterNameCompleter))]
    public IReadOnlyDictionary<string, string> Parameter { get; set; } = new Dictionary<string, string>();

    /// <summary>What the configuration is for: host, container, wsl or vm; the host's own when not given.</summary>
    [Argument(Set = "Name", Completer = typeof(TargetCompleter))]
    public string? Target { get; set; }

    /// <summary>Modules to import besides the host's own, to see what would be: names, or files of the tree. The tree is not changed.</summary>
    [Argument(Set = "Name", Completer = typeof(ModuleNameCompleter))]
    public string[] Import { get; set; } = [];

    /// <summary>One of the variants that the host declares, in place of the host itself.</summary>
    [Argument(Set = "Name", Completer = typeof(VariantCompleter))]
    public string? Variant { get; set; }

    /// <summary>Also options that modules use among themselves.</summary>
    [Argument]
    public bool Internal { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OptionInfo> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        HostConfig config = Config ?? HostSource.Open(context, Path, Parameter, Target, Import, Variant).Require(Name ?? throw HostErrors.NameMissing(), token);
        foreach (string name in Option.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            bool found = false;
            foreach (OptionInfo option in config.Options)
            {
                token.ThrowIfCancellationRequested();
                if (!pattern.IsMatch(option.Name) || (option.IsInternal && !Internal && pattern.HasWildcards))
                    continue;
                found = true;
                yield return option;
            }

            if (!found && !pattern.HasWildcards)
                context.Error(HostErrors.OptionNotFound(name, config));
            else if (!found)
                pattern.NoteNothing(context, $"option of '{config.Name}'");
        }
    }
}
