using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>The scheduled tasks of a Windows.</summary>
internal sealed class ScheduledTasks(WindowsPowerShell shell) : IThings<TaskState>
{
    private const string What = "Scheduled tasks";

    public async Task<IReadOnlyList<TaskState>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token)
    {
        var asked = new { tasks = keys.Select(static key => new { folders = TaskPath.FoldersOf(Checked(key)), name = TaskPath.Split(key).Name }) };
        JsonElement answer = await shell.RunAsync(What, TaskScripts.Read, asked, token).ConfigureAwait(false);
        try
        {
            TaskState[] states = [.. answer.Items("tasks").Select(TaskState.Read)];
            return states.Length == keys.Count ? states : throw new FormatException("has an answer for some of the tasks only");
        }
        catch (FormatException cause)
        {
            throw new HostToolsException(MachineErrors.WindowsScriptFailed(What, $"an answer {cause.Message}"));
        }
    }

    public async Task WriteAsync(string key, TaskState state, Action<string> note, CancellationToken token)
    {
        (string folder, string name) = TaskPath.Split(Checked(key));
        if (state.Xml is { } xml)
            await shell.RunAsync(What, TaskScripts.Register, new { path = folder, name, xml }, token).ConfigureAwait(false);
        else
            await shell.RunAsync(What, TaskScripts.Remove, new { path = folder.Length > 1 ? folder.TrimEnd('\\') : folder, name, folders = state.Missing.Reverse() }, token).ConfigureAwait(false);
    }

    private static string Checked(string key) => TaskPath.Parse(key).Path == key ? key : throw new FormatException($"has '{key}' where a scheduled task is expected");
}
