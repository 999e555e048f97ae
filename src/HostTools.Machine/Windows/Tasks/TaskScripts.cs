namespace HostTools.Machine.Windows;

/// <summary>What Windows PowerShell runs for scheduled tasks: the objects of the Task Scheduler, which say by number what is not there.</summary>
internal static class TaskScripts
{
    private const string Start =
        """
            $service = New-Object -ComObject Schedule.Service
            $service.Connect()
            # ERROR_FILE_NOT_FOUND and ERROR_PATH_NOT_FOUND
            function Test-Gone($record) {
                for ($e = $record.Exception; $e; $e = $e.InnerException) { if ($e.HResult -in -2147024894, -2147024893) { return $true } }
                return $false
            }
            function Find-Folder($path) { try { return $service.GetFolder($path) } catch { if (Test-Gone $_) { return $null } throw } }
            function Find-Task($folder, $name) { try { return $folder.GetTask($name) } catch { if (Test-Gone $_) { return $null } throw } }

        """;

    /// <summary>Takes <c>tasks</c> with <c>folders</c>, the outermost first, and <c>name</c>; gives each one's <c>xml</c>, the <c>missing</c> folders and names of its <c>users</c>.</summary>
    public const string Read = Start +
        """
            $out.tasks = @(foreach ($task in $in.tasks) {
                $missing = @(foreach ($path in $task.folders) { if (-not (Find-Folder $path)) { $path } })
                $xml = $null
                $users = @{}
                if ($missing.Count -eq 0) {
                    $folder = if (@($task.folders).Count -gt 0) { $service.GetFolder(@($task.folders)[-1]) } else { $service.GetFolder('\') }
                    $found = Find-Task $folder $task.name
                    if ($found) {
                        $xml = $found.Xml
                        foreach ($sid in [regex]::Matches($xml, '>(S-1-5-21-[0-9-]+)<') | ForEach-Object { $_.Groups[1].Value } | Select-Object -Unique) {
                            try { $users[$sid] = (New-Object Security.Principal.SecurityIdentifier $sid).Translate([Security.Principal.NTAccount]).Value } catch { }
                        }
                    }
                }
                @{ xml = $xml; missing = $missing; users = $users }
            })
        """;

    /// <summary>Takes <c>path</c> of the folder with a backslash at its end, <c>name</c> and <c>xml</c>.</summary>
    public const string Register =
        """
            $null = Register-ScheduledTask -TaskPath $in.path -TaskName $in.name -Xml $in.xml -Force
        """;

    /// <summary>Takes <c>path</c> of the folder, <c>name</c>, and <c>folders</c> that go when they are empty, the innermost first.</summary>
    public const string Remove = Start +
        """
            $folder = Find-Folder $in.path
            if ($folder -and (Find-Task $folder $in.name)) { $folder.DeleteTask($in.name, 0) }
            foreach ($path in $in.folders) {
                $empty = Find-Folder $path
                if ($empty -and $empty.GetTasks(1).Count -eq 0 -and $empty.GetFolders(0).Count -eq 0) { $service.GetFolder('\').DeleteFolder($path.TrimStart('\'), 0) }
            }
        """;
}
