using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>The parameters of commands that work on what was applied.</summary>
public abstract class TargetCommand
{
    /// <summary>Folder that stands for the root of the target's file system; the machine itself, or without root rights one's own home on it, when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <summary>Folder for generations and journal, when they do not lie in the target itself.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? State { get; set; }

    /// <summary>The home of a user there, in place of the machine.</summary>
    [Argument(Completer = typeof(HomeCompleter))]
    public string? User { get; set; }

    private protected ActivationSession Open(CommandContext context) => TargetFolder.Open(context, Root, State, User);
}
