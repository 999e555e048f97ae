using HostTools.Platform;

namespace HostTools.Live.Tests.Faults;

/// <summary>Where an apply can break: the steps of the product and the programs it runs, by their name and turn.</summary>
/// <param name="reached">Called at each of them, which may throw or kill; those of programs have the program to run.</param>
internal sealed class Steps(Func<string, Func<Task<ProcessResult>>?, Task<ProcessResult>?> reached) : IProcessRunner
{
    private readonly SystemProcessRunner _real = new();
    private readonly Dictionary<string, int> _turns = [];

    /// <summary>For <see cref="Activation.ActivationSession.Faults"/>.</summary>
    public void Pass(string step)
    {
        string point;
        lock (_turns)
            point = $"step {Turn("step " + step)} {step}";
        reached(point, null);
    }

    // A number among all would be another one whenever a slow program is told of once more.
    private int Turn(string name) => _turns[name] = _turns.GetValueOrDefault(name) + 1;

    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
    {
        string point;
        lock (_turns)
        {
            string name = NameOf(request);
            point = $"program {Turn(name)} {name}";
        }

        return await (reached(point, () => _real.RunAsync(request, token)) ?? _real.RunAsync(request, token));
    }

    // What it is asked to do, without how and with what.
    private static string NameOf(ProcessRequest request)
    {
        string[] words = [.. request.Arguments.Prepend(request.Program).SkipWhile(static word => word is "setsid" or "--wait")];
        string[] options = [.. words.Skip(1).Where(static word => word is "--simulate" or "--download-only" or "--configure" or "--purge")];
        return string.Join(' ', words.Take(1).Concat(options).Concat(words.Skip(1).Where(static word => !word.StartsWith('-') && !word.Contains('=') && !word.Contains(':') && !word.Contains('/')).Take(1)));
    }
}
