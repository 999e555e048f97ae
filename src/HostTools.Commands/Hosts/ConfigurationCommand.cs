using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>The parameters of commands that evaluate hosts.</summary>
public abstract class ConfigurationCommand
{
    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Values for the parameters that the tree declares; they win over environment variables.</summary>
    [Argument(Cli = "param", Completer = typeof(ParameterNameCompleter))]
    public IReadOnlyDictionary<string, string> Parameter { get; set; } = new Dictionary<string, string>();

    /// <summary>What the configuration is for: host, container, wsl or vm; the host's own when not given.</summary>
    [Argument(Completer = typeof(TargetCompleter))]
    public string? Target { get; set; }

    /// <summary>Modules to import besides the host's own, to see what would be: names, or files of the tree. The tree is not changed.</summary>
    [Argument(Completer = typeof(ModuleNameCompleter))]
    public string[] Import { get; set; } = [];

    /// <summary>One of the variants that the host declares, in place of the host itself.</summary>
    [Argument(Completer = typeof(VariantCompleter))]
    public string? Variant { get; set; }

    private protected HostSource OpenTree(CommandContext context) => HostSource.Open(context, Path, Parameter, Target, Import, Variant);
}
