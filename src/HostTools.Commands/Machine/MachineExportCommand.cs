using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The parameters of commands that write what is true of a machine into a tree.</summary>
public abstract class MachineExportCommand
{
    /// <summary>A folder that holds a root file system, to read instead of this machine.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>What is read, where to, and as which host: the one that was named, or the machine's own name.</summary>
    /// <exception cref="HostToolsException">RootNotFound, NameMissing, HostNameInvalid or TreeNotFound.</exception>
    private protected MachineExport Open(CommandContext context, string? given)
    {
        Root machine = MachineRoot.Open(context, Root);
        TargetFacts facts = TargetFacts.Read(machine);
        string name = given ?? facts.HostName?.Split('.')[0] ?? throw HostErrors.NameMissing();
        return ConfigurationTree.IsHostName(name)
            ? new MachineExport(machine, facts, name, HostSource.Open(context, Path, new Dictionary<string, string>(), null).Tree)
            : throw HostErrors.HostNameInvalid(name);
    }
}

/// <summary>A machine, and the host of a tree that it becomes.</summary>
internal sealed record MachineExport(Root Machine, TargetFacts Facts, string Name, ConfigurationTree Tree);
