using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>Compares two configurations value by value: two hosts, or one host under other conditions.</summary>
/// <remarks>
/// <para>One object per value that differs, with both values and the places that define it. Maps are compared entry by entry, a list is one value.
/// None when both are equal.</para>
/// </remarks>
/// <example>
/// <para>What two hosts have differently.</para>
/// <code lang="pwsh">Compare-HostConfig toaster nixos</code>
/// <code lang="sh">hosttools config diff toaster nixos --option 'boot.*'</code>
/// </example>
/// <example>
/// <para>What a parameter would change.</para>
/// <code lang="pwsh">Compare-HostConfig toaster -WithParameter @{ nas = '10.0.0.2' }</code>
/// <code lang="sh">hosttools config diff toaster --with-param nas=10.0.0.2</code>
/// </example>
/// <example>
/// <para>What importing a module would bring.</para>
/// <code lang="pwsh">Compare-HostConfig nixos -WithImport services/openssh -Option services.openssh*</code>
/// <code lang="sh">hosttools config diff nixos --with-import services/openssh --option 'services.openssh*'</code>
/// </example>
/// <example>
/// <para>What a variant of a host has differently.</para>
/// <code lang="pwsh">Compare-HostConfig toaster -WithVariant quiet</code>
/// <code lang="sh">hosttools config diff toaster --with-variant quiet</code>
/// </example>
/// <example>
/// <para>What a change of the files does to a host.</para>
/// <code lang="pwsh">$before = Get-HostConfig toaster; Get-HostConfig toaster | Compare-HostConfig -Reference $before</code>
/// </example>
[Command("Compare", "HostConfig", Effect = Effect.Read, Cli = "config diff", DefaultSet = "Name")]
public sealed class CompareHostConfig : ICommand<ConfigDifference>
{
    /// <summary>Name of the host to start from.</summary>
    [Argument(Position = 0, Mandatory = true, Set = "Name", Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string? Name { get; set; }

    /// <summary>Name of the host to compare with; the same host when not given.</summary>
    [Argument(Position = 1, Set = "Name", Completer = typeof(HostNameCompleter))]
    public string? With { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Set = "Name", Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Folder of the tree of the other host, for example another checkout; the same tree when not given.</summary>
    [Argument(Set = "Name", Path = PathKind.Literal)]
    public string? WithPath { get; set; }

    /// <summary>Values for the parameters that the tree declares; they win over environment variables.</summary>
    [Argument(Set = "Name", Cli = "param", Completer = typeof(ParameterNameCompleter))]
    public IReadOnlyDictionary<string, string> Parameter { get; set; } = new Dictionary<string, string>();

    /// <summary>Values for parameters of the other host, beside or instead of these.</summary>
    [Argument(Set = "Name", Cli = "with-param", Completer = typeof(ParameterNameCompleter))]
    public IReadOnlyDictionary<string, string> WithParameter { get; set; } = new Dictionary<string, string>();

    /// <summary>What the configuration is for: host, container, wsl or vm; the host's own when not given.</summary>
    [Argument(Set = "Name", Completer = typeof(TargetCompleter))]
    public string? Target { get; set; }

    /// <summary>What the other configuration is for; the same when not given.</summary>
    [Argument(Set = "Name", Completer = typeof(TargetCompleter))]
    public string? WithTarget { get; set; }

    /// <summary>Modules that count besides, by name or path, as if the host imported them last.</summary>
    [Argument(Set = "Name", Completer = typeof(ModuleNameCompleter))]
    public string[] Import { get; set; } = [];

    /// <summary>Modules that count besides in the other configuration, after those of -Import.</summary>
    [Argument(Set = "Name", Completer = typeof(ModuleNameCompleter))]
    public string[] WithImport { get; set; } = [];

    /// <summary>One of the variants that the host declares, in place of the host itself.</summary>
    [Argument(Set = "Name", Completer = typeof(VariantCompleter))]
    public string? Variant { get; set; }

    /// <summary>A variant of the other host; the host itself when not given.</summary>
    [Argument(Set = "Name", Completer = typeof(VariantCompleter))]
    public string? WithVariant { get; set; }

    /// <summary>An evaluated host to start from, as Get-HostConfig emits it.</summary>
    [Argument(Mandatory = true, Set = "Config", Faces = Faces.PowerShell)]
    public HostConfig? Reference { get; set; }

    /// <summary>An evaluated host to compare with.</summary>
    [Argument(Mandatory = true, Pipeline = Pipeline.Value, Set = "Config", Faces = Faces.PowerShell)]
    public HostConfig? Difference { get; set; }

    /// <summary>Dotted names of options, with wildcards; all when none is given.</summary>
    [Argument(Wildcards = true, Completer = typeof(OptionNameCompleter))]
    public string[] Option { get; set; } = [];

    /// <summary>Exit with 2 when something differs.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ConfigDifference> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        HostConfig first = Reference ?? HostSource.Open(context, Path, Parameter, Target, Import, Variant).Require(Name ?? throw HostErrors.NameMissing(), token);
        HostConfig second = Difference ?? Other(context).Require(With ?? Name ?? throw HostErrors.NameMissing(), token);
        NamePattern[] patterns = [.. Option.DefaultIfEmpty("*").Select(static name => new NamePattern(name))];
        ConfigDifference[] differences = [.. ConfigDifference.Between(first, second).Where(d => Array.Exists(patterns, pattern => pattern.IsMatch(d.Name)))];
        foreach (ConfigDifference difference in differences)
        {
            token.ThrowIfCancellationRequested();
            yield return difference;
        }

        context.ExitCode = ExitCode && differences.Length > 0 ? 2 : 0;
        if (differences.Length == 0)
            context.Note("Both have the same values.");
    }

    private HostSource Other(CommandContext context)
    {
        var parameters = new Dictionary<string, string>(Parameter);
        foreach ((string name, string value) in WithParameter)
            parameters[name] = value;
        return HostSource.Open(context, WithPath ?? Path, parameters, WithTarget ?? Target, [.. Import, .. WithImport], WithVariant);
    }
}
