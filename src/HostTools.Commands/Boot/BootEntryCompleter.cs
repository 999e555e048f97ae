using HostTools.Commands.Framework;
using HostTools.Machine.Boot;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Ids of the entries in a machine's boot menus.</summary>
public sealed class BootEntryCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) =>
        BootMenus.Read(request.Given.TryGetValue("Root", out string? root) ? Root.At(root) : request.Environment.Machine)
            .SelectMany(static menu => menu.Entries).Where(static entry => entry.Kind != BootEntryKind.Folder).Select(static entry => new Completion(entry.Id, entry.Title));
}
