using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Leaves devices to the host again, and takes back what was set up to give them away.</summary>
/// <remarks>
/// <para>Takes back what Enable-VfioPassthrough (hosttools vfio enable) did: removes hosts/NAME/vfio.yaml and its import, which leaves the host's own file byte for byte as it was, and applies the host's machine. Files, boot entries and
/// the initial RAM disk are then as if nothing had been given away; from the next start on the host's drivers have the devices.</para>
/// </remarks>
/// <example>
/// <para>On a machine that is a folder.</para>
/// <code lang="pwsh">Disable-VfioPassthrough -HostName nixos -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools vfio disable --host-name nixos --root ./out --what-if</code>
/// </example>
[Command("Disable", "VfioPassthrough", Effect = Effect.Destroy, Cli = "vfio disable")]
public sealed class DisableVfioPassthrough : VfioCommand, ICommand<ApplyResult>
{
    /// <summary>Remove a vfio.yaml that a person has changed as well.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ApplyResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        (ConfigurationTree tree, string host) = OpenHost(context);
        string file = FileOf(host);
        string path = System.IO.Path.Combine(tree.Directory, file);
        if (!File.Exists(path))
        {
            context.Note($"There is no '{file}', so nothing of '{host}' is given away by it. Nothing to do.");
            yield break;
        }

        string text = await File.ReadAllTextAsync(path, token).ConfigureAwait(false);
        if (!Force && !VfioFile.IsUntouched(text))
            throw new HostToolsException(PassthroughErrors.VfioFileChanged(file));
        IReadOnlyList<ApplyResult> results = await ChangeAsync(context, tree, host, $"Leave all devices to the host {host}", draft =>
        {
            draft.Edit(MainOf(host), main => Without(main, host, text));
            draft.Remove(file);
        }, token).ConfigureAwait(false);
        if (results.Any(static result => !result.NothingToDo))
            context.Note("The host's drivers have the devices from the next start on.");
        foreach (ApplyResult result in PassThru ? results : [])
            yield return result;
    }
}
