using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>The parameters of commands that look at what a configuration declares of machines.</summary>
public abstract class VmTreeCommand : VmCommand
{
    /// <summary>The host of the configuration whose machines are meant; the one called like this machine when not given.</summary>
    [Argument(Completer = typeof(HostNameCompleter))]
    public string? HostName { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Values for the parameters that the tree declares; they win over environment variables.</summary>
    [Argument(Cli = "param", Completer = typeof(ParameterNameCompleter))]
    public IReadOnlyDictionary<string, string> Parameter { get; set; } = new Dictionary<string, string>();
}
