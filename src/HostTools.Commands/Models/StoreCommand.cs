using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>The parameter of commands that work on a store of models.</summary>
public abstract class StoreCommand
{
    /// <summary>Directory of the store; HOSTTOOLS_MODEL_STORE, else one's own below XDG_DATA_HOME, when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? Store { get; set; }

    private protected ViewSite Open(CommandContext context) => ModelPlaces.Open(context, Store);
}
