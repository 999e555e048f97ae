using System.Runtime.CompilerServices;
using System.Text;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Runs a program in the guest of a virtual machine by its agent, and carries files.</summary>
/// <remarks>
/// <para>No network and no password are needed. Files are sent first, then the program runs to its end, then files are received. There is no shell: a program gets its arguments as they are;
/// for pipes and variables run one, such as /bin/sh -c or powershell.exe -Command. The agent runs as root, on Windows as SYSTEM without a desktop.</para>
/// <para>What is said to the agent stands in no argument list and no history. Input and output are at most about 3 MiB; larger ones go as files. When the
/// wait is given up the program runs on in the guest: its agent cannot end it.</para>
/// <para>Get-HostVm -Guest shows users and addresses of a guest.</para>
/// </remarks>
/// <example>
/// <para>What would be run.</para>
/// <code lang="pwsh">Invoke-HostVmCommand test uname, '-a' -ConnectionUri test:///default -WhatIf</code>
/// <code lang="sh">hosttools vm run test uname --connect test:///default --what-if -- -a</code>
/// </example>
[Command("Invoke", "HostVmCommand", Effect = Effect.Change, Cli = "vm run")]
public sealed class InvokeHostVmCommand : VmCommand, ICommand<HostVmOutput>
{
    /// <summary>Names of machines, with wildcards.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.Property, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The program, by its path or name in the guest, and its arguments, passed as they are. On the command line what begins with a dash stands behind --.</summary>
    [Argument(Position = 1)]
    public string[] Command { get; set; } = [];

    /// <summary>What it reads from standard input.</summary>
    [Argument]
    public string? InputText { get; set; }

    /// <summary>A file here that it reads from standard input, for secrets above all; /dev/stdin passes on what comes in.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? InputFile { get; set; }

    /// <summary>Its whole environment, in place of the agent's own.</summary>
    [Argument(Cli = "env")]
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>Files to carry into the guest before: path here, path there.</summary>
    [Argument]
    public IReadOnlyDictionary<string, string> Send { get; set; } = new Dictionary<string, string>();

    /// <summary>Files to carry out of the guest afterwards: path there, path here.</summary>
    [Argument]
    public IReadOnlyDictionary<string, string> Receive { get; set; } = new Dictionary<string, string>();

    /// <summary>Received files may replace what is here.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Longest file to receive, for example 100MiB; 1GiB when not given.</summary>
    [Argument]
    public ByteSize? MaximumSize { get; set; }

    /// <summary>Longest run of the program, for example 30s; ten minutes when not given.</summary>
    [Argument]
    public Duration? Timeout { get; set; }

    /// <summary>Exit with what the program ended with.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVmOutput> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        if (Command.Length == 0 && Send.Count == 0 && Receive.Count == 0)
            throw new HostToolsException(VmErrors.VmCommandMissing(Name));
        VmHost host = Open(context);
        GuestCommand? command = Command.Length == 0 ? null : await CommandAsync(Command[0], token).ConfigureAwait(false);
        var files = new GuestTransfer(context.Environment.CurrentDirectory, Send, Receive, Force, MaximumSize?.Bytes ?? 1L << 30);
        files.RequireAll();
        await foreach (HostVm vm in MatchingAsync(context, host, [Name], token).ConfigureAwait(false))
        {
            HostVmOutput? output = await Attempt.OfAsync(context, () => InvokeAsync(context, host, vm, command, files, token)).ConfigureAwait(false);
            if (output is null)
                continue;
            if (!output.IsSuccess)
                context.ExitCode = ExitCode ? output.ExitCode is { } code ? code & 0xFF : 128 + (int)((output.Signal ?? 0) & 0x7F) : 1;
            yield return output;
        }
    }

    private static async Task<HostVmOutput?> InvokeAsync(CommandContext context, VmHost host, HostVm vm, GuestCommand? command, GuestTransfer files, CancellationToken token)
    {
        if (vm.State is not VmRunState.Running)
            throw new HostToolsException(VirtualizationErrors.VmNotRunning(vm.Name, vm.State, "nothing can be done in its guest"));
        if (!await context.ConfirmAsync(new ProposedChange($"Work in the guest of {vm.Name}", [.. files.Lines(vm.Name, command)], Impact.Medium)).ConfigureAwait(false))
            return null;
        GuestAgent agent = host.Agent(vm.Name, vm.Uuid!.Value); // libvirt has it.
        await files.SendAsync(agent, path => context.Progress(new ProgressReport($"Sending to '{vm.Name}'", path)), token).ConfigureAwait(false);
        GuestResult? result = null;
        using (context.WhenSlow($"Running in '{vm.Name}'", command?.Program ?? string.Empty))
        {
            if (command is not null)
                result = await agent.RunAsync(command, token).ConfigureAwait(false);
        }

        await files.ReceiveAsync(agent, path => context.Progress(new ProgressReport($"Receiving from '{vm.Name}'", path)), token).ConfigureAwait(false);
        return HostVmOutput.Of(vm, command, result) with { Sent = files.Sent, Received = files.Received };
    }

    private async Task<GuestCommand> CommandAsync(string program, CancellationToken token)
    {
        if (InputText is not null && InputFile is not null)
            throw new HostToolsException(VmErrors.VmInputTwice());
        byte[] input = InputFile is null ? Encoding.UTF8.GetBytes(InputText ?? string.Empty) : await GuestTransfer.ReadAsync(InputFile, GuestTransfer.MostInput + 1, token).ConfigureAwait(false);
        return input.Length > GuestTransfer.MostInput ? throw new HostToolsException(VmErrors.VmInputTooLarge(program, GuestTransfer.MostInput)) : new GuestCommand(program, Command[1..])
        {
            Environment = [.. Environment.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}")],
            Input = input,
            Timeout = Timeout?.Value ?? TimeSpan.FromMinutes(10),
        };
    }
}
