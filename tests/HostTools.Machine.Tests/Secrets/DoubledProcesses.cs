using HostTools.Platform;

namespace HostTools.Machine.Tests.Secrets;

/// <summary>Starts real programs, some of them by another path or with more in their environment.</summary>
internal sealed class DoubledProcesses : IProcessRunner
{
    private readonly SystemProcessRunner _real = new();

    public Dictionary<string, string> Paths { get; } = [];

    public Dictionary<string, string> Environment { get; } = [];

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
    {
        var environment = new Dictionary<string, string?>(request.Environment);
        foreach ((string name, string value) in Environment)
            environment[name] = value;
        return _real.RunAsync(request with { Program = Paths.GetValueOrDefault(request.Program, request.Program), Environment = environment }, token);
    }
}
