using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;

namespace HostTools.PowerShell.Tests;

/// <summary>A command whose work is the test's.</summary>
internal sealed class Probe(Func<CommandContext, CancellationToken, IAsyncEnumerable<string>> work) : ICommand<string>
{
    /// <summary>A command that emits nothing.</summary>
    public static Probe Doing(Func<CommandContext, CancellationToken, Task> work) => new((context, token) => Silent(context, work, token));

    public IAsyncEnumerable<string> RunAsync(CommandContext context, CancellationToken token) => work(context, token);

    private static async IAsyncEnumerable<string> Silent(
        CommandContext context, Func<CommandContext, CancellationToken, Task> work, [EnumeratorCancellation] CancellationToken token)
    {
        await work(context, token);
        yield break;
    }
}
