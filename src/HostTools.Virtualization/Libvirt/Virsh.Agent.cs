using System.Globalization;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>The way to agents in guests.</summary>
internal sealed partial class Virsh
{
    private const string Prompt = "virsh # ";

    // What is typed to virsh is kept in a history, and arguments are seen by everybody: neither may have what is said to an agent.
    private static readonly Dictionary<string, string?> s_unrecorded = new()
    {
        ["LC_ALL"] = "C.UTF-8",
        ["XDG_CACHE_HOME"] = "/dev/null",
        ["INPUTRC"] = "/dev/null",
        ["TERM"] = "dumb",
    };

    /// <summary>Asks the agent of a machine; the question comes by standard input.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="question">JSON without line ends and apostrophes.</param>
    /// <param name="limit">Longest wait for the answer.</param>
    /// <param name="token">Gives up.</param>
    /// <returns>The answer; null and what virsh says instead.</returns>
    public async Task<(string? Answer, string Said)> AskAgentAsync(Guid machine, string question, TimeSpan limit, CancellationToken token)
    {
        int seconds = Math.Max(1, (int)Math.Ceiling(limit.TotalSeconds));
        var request = new ProcessRequest("virsh", ["--quiet", "--connect", uri])
        {
            StandardInput = string.Create(CultureInfo.InvariantCulture, $"qemu-agent-command --domain {Id(machine)} --timeout {seconds} '{question}'\n"),
            Environment = s_unrecorded,
            Timeout = limit + TimeSpan.FromMinutes(1),
        };
        ProcessResult result = await RunAsync(request, token).ConfigureAwait(false);
        return (AnswerIn(result.StandardOutput), Said(result with { StandardError = WithoutHistory(result.StandardError) }));
    }

    // virsh repeats what it reads, where it is built with readline; an answer is a line of its own, or stands behind the prompt.
    private static string? AnswerIn(string output) => output.Split('\n')
        .Select(static line => line.StartsWith(Prompt, StringComparison.Ordinal) ? line[Prompt.Length..] : line)
        .FirstOrDefault(static line => line.StartsWith('{'));

    private static string WithoutHistory(string errors) => string.Join('\n', errors.Split('\n').Where(static line => !line.Contains("'/dev/null/", StringComparison.Ordinal)));
}
