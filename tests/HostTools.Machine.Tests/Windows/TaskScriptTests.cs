using System.Text.Json;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Windows;

/// <summary>
/// The scripts for Windows PowerShell, run by a real PowerShell 7 with stand-ins for the objects of the Task Scheduler
/// (learn.microsoft.com, Task Scheduler scripting objects). This shows that they parse and what they ask; not that Windows agrees.
/// </summary>
public sealed class TaskScriptTests : IDisposable
{
    // Folders and tasks in one table; what is absent is refused as .NET refuses it, with the numbers of Windows.
    private const string StandIns =
        """
        $global:there = @{ '\' = 'folder'; '\Ours' = 'folder'; '\Ours\Deep' = 'folder'; '\Ours\Deep\Nightly' = '<Task><UserId>S-1-5-21-1-2-3-1001</UserId></Task>' }
        function global:New-Folder($path) {
            $folder = [pscustomobject]@{ Path = $path }
            $folder | Add-Member ScriptMethod GetTask { param($name) $key = $this.Path.TrimEnd('\') + '\' + $name; if (-not $global:there[$key]) { throw [IO.FileNotFoundException]::new() }; [pscustomobject]@{ Xml = $global:there[$key] } }
            $folder | Add-Member ScriptMethod DeleteTask { param($name, $flags) $global:there.Remove($this.Path.TrimEnd('\') + '\' + $name) }
            $folder | Add-Member ScriptMethod DeleteFolder { param($name, $flags) $global:there.Remove('\' + $name) }
            $folder | Add-Member ScriptMethod GetTasks { param($flags) [pscustomobject]@{ Count = @($global:there.Keys | Where-Object { $_ -like ($this.Path + '\*') -and $global:there[$_] -ne 'folder' }).Count } }
            $folder | Add-Member ScriptMethod GetFolders { param($flags) [pscustomobject]@{ Count = @($global:there.Keys | Where-Object { $_ -like ($this.Path + '\*') -and $global:there[$_] -eq 'folder' }).Count } }
            $folder
        }
        function global:New-Object {
            param([Parameter(Position = 0)] $TypeName, [Parameter(Position = 1)] $ArgumentList, $ComObject)
            if (-not $ComObject) { return [pscustomobject]@{} | Add-Member -PassThru ScriptMethod Translate { param($type) [pscustomobject]@{ Value = 'DESK\ann' } } }
            [pscustomobject]@{} | Add-Member -PassThru ScriptMethod Connect { } | Add-Member -PassThru ScriptMethod GetFolder { param($path) if ($global:there[$path] -ne 'folder') { throw [IO.DirectoryNotFoundException]::new() }; New-Folder $path }
        }
        function global:Register-ScheduledTask { param($TaskPath, $TaskName, $Xml, [switch] $Force) $global:there[$TaskPath + $TaskName] = $Xml }

        """;

    // What is there afterwards, behind the answer.
    private const string Afterwards = "\n[Console]::Out.Write(\"`n\" + (($global:there.Keys | Sort-Object) -join ' '))\n";

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public async Task Reading_tells_what_is_there_what_folders_are_missing_and_whose_numbers_stand_in_it()
    {
        (JsonElement answer, _) = await RunAsync(TaskScripts.Read, new
        {
            tasks = new object[]
            {
                Asked(@"\Ours\Deep\Nightly"), Asked(@"\Ours\New\Er\A"), Asked(@"\B"),
            },
        });
        Assert.Equal(
            """[{"missing":[],"users":{"S-1-5-21-1-2-3-1001":"DESK\\ann"},"xml":"<Task><UserId>S-1-5-21-1-2-3-1001</UserId></Task>"},{"missing":["\\Ours\\New","\\Ours\\New\\Er"],"users":{},"xml":null},{"missing":[],"users":{},"xml":null}]""",
            Sorted(answer.GetProperty("tasks")));
    }

    [SkippableFact]
    public async Task A_task_goes_with_the_folders_that_are_empty_then()
    {
        (_, string left) = await RunAsync(TaskScripts.Remove, new { path = @"\Ours\Deep", name = "Nightly", folders = TaskPath.FoldersOf(@"\Ours\Deep\Nightly").Reverse() });
        Assert.Equal(@"\", left);
        (_, left) = await RunAsync(TaskScripts.Remove, new { path = @"\Ours\New", name = "Nightly", folders = TaskPath.FoldersOf(@"\Ours\New") });
        Assert.Equal(@"\ \Ours \Ours\Deep \Ours\Deep\Nightly", left);
    }

    [SkippableFact]
    public async Task A_task_is_registered_whatever_its_text_is()
    {
        (_, string left) = await RunAsync(TaskScripts.Register, new { path = @"\Ours\", name = "Wöchentlich '$(x)'", xml = "<Task/>" });
        Assert.Contains(@"\Ours\Wöchentlich '$(x)'", left, StringComparison.Ordinal);
    }

    private static object Asked(string path) => new { folders = TaskPath.FoldersOf(path), name = TaskPath.Split(path).Name };

    private async Task<(JsonElement Answer, string Left)> RunAsync(string script, object input)
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "pwsh"))), "pwsh is not on PATH.");
        _folder.Write("script.ps1", StandIns + WindowsPowerShell.Whole(script) + Afterwards);
        ProcessResult result = await new SystemProcessRunner().RunAsync(
            new ProcessRequest("pwsh", ["-NoProfile", "-NonInteractive", "-File", _folder.File("script.ps1")])
            {
                StandardInput = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(input)),
            },
            CancellationToken.None);
        Assert.True(result.ExitCode == 0, result.StandardError + result.StandardOutput);
        string[] said = result.StandardOutput.Split('\n', 2);
        using var json = JsonDocument.Parse(Convert.FromBase64String(said[0].Trim()));
        return (json.RootElement.Clone(), said[1].Trim());
    }

    /// <summary>Tables of PowerShell have no order.</summary>
    private static string Sorted(JsonElement tasks) => "[" + string.Join(',', tasks.EnumerateArray().Select(static task =>
        "{" + string.Join(',', task.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal).Select(static member => $"\"{member.Name}\":{member.Value.GetRawText()}")) + "}")).Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal) + "]";

    public void Dispose() => _folder.Dispose();
}
