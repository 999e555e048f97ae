using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>A way in which a step fails.</summary>
/// <param name="Name">In words.</param>
/// <param name="Make">What is thrown at a step of that name.</param>
public sealed record Failure(string Name, Func<string, Exception> Make)
{
    private static readonly Failure[] s_ofAnything =
    [
        new("no space", static point => new RootIOException($"No space left on device, injected at {point}", RootFailure.NoSpace, "/injected")),
        new("no permission", static point => new UnauthorizedAccessException($"injected at {point}")),
    ];

    // What a kind of resource does may also be the work of a program.
    private static readonly Failure[] s_ofProviders =
    [
        new("command failing", static point => new HostToolsException(ActivationErrors.TriggerFailed("injected", ["injected", point], new ProcessResult(1, string.Empty, "injected")))),
        new("time-out", static _ => new HostToolsException(PlatformErrors.ProgramTimedOut("injected", TimeSpan.FromSeconds(1)))),
    ];

    private static readonly string[] s_calls = ["observe:", "preflight:", "ready:", "capture:", "prepare:", "do:", "did:", "verify:", "undo:", "undid:"];

    /// <summary>The failures that can happen at a step.</summary>
    public static IReadOnlyList<Failure> At(string point) =>
        [.. s_ofAnything, .. s_calls.Any(call => point.StartsWith(call, StringComparison.Ordinal)) ? s_ofProviders : []];
}
