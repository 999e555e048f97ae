using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Notes what would run, and answers as told.</summary>
public sealed class TestProcesses : IProcessRunner
{
    public List<string> Ran { get; } = [];

    public Func<ProcessRequest, ProcessResult> Answer { get; set; } = static _ => new ProcessResult(0, string.Empty, string.Empty);

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Ran.Add(string.Join(' ', request.Arguments.Prepend(request.Program)));
        return Task.FromResult(Answer(request));
    }
}
