using System.Diagnostics;
using System.Text;

namespace HostTools.Cli.Tests.Pages;

/// <summary>Follows a page in an empty folder, as a reader does who types what it says, in one of the two faces.</summary>
internal sealed class PageRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-page-").FullName;
    private readonly string _shell;
    private readonly string _module;

    /// <param name="shell">sh or powershell.</param>
    /// <param name="module">The module's manifest.</param>
    public PageRun(string shell, string module) => (_shell, _module) = (shell, module);

    private string Said => Path.Combine(_folder, "said");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What went otherwise than the page says; null when nothing did.</summary>
    public async Task<string?> FollowAsync(Page page)
    {
        Directory.CreateDirectory(Said);
        string work = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;
        string script = Path.Combine(_folder, _shell == "sh" ? "page.sh" : "page.ps1");
        File.WriteAllText(script, _shell == "sh" ? ShellScript(page) : PowerShellScript(page));
        ProcessStartInfo start = _shell == "sh" ? new("bash", [script]) : new("pwsh", ["-NoProfile", "-NonInteractive", "-File", script]);
        start.WorkingDirectory = work;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = work;
        start.Environment["LANG"] = "en_US.UTF-8";
        start.Environment.Remove("XDG_STATE_HOME");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        string unexpected = await error;
        return Otherwise(page) is { } otherwise ? $"{otherwise}\n{unexpected}" : process.ExitCode == 0 ? null : unexpected;
    }

    private string? Otherwise(Page page)
    {
        PageBlock? ran = null;
        foreach (PageBlock block in page.Blocks)
        {
            if (block.Language == _shell)
            {
                if (!File.Exists(Path.Combine(Said, $"{block.Line}.ok")))
                    return $"Line {block.Line}: the commands {(block.Fails ? "did not fail" : "failed")}:\n{block.Text}\n{SaidBy(block)}";
                ran = block;
            }
            else if (block.Language is "sh" or "powershell")
            {
                ran = null;
            }
            else if (block.Language == "text" && ran is not null)
            {
                if (Missing(block, SaidBy(ran)) is { } missing)
                    return $"Line {block.Line}: '{missing}' was not said. This was:\n{SaidBy(ran)}";
                ran = null;
            }
        }

        return null;
    }

    private string SaidBy(PageBlock block) =>
        File.Exists(Path.Combine(Said, $"{block.Line}.out")) ? File.ReadAllText(Path.Combine(Said, $"{block.Line}.out")) : "(it was not reached)";

    /// <summary>The first line of a block that does not follow the one before it.</summary>
    private static string? Missing(PageBlock block, string said)
    {
        string[] lines = [.. said.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd())];
        int at = -1;
        bool anywhere = true;
        foreach (string line in block.Lines.Select(static line => line.TrimEnd()))
        {
            if (line.Trim() == "…")
            {
                anywhere = true;
                continue;
            }

            int found = anywhere ? Array.FindIndex(lines, at + 1, candidate => Fits(line, candidate)) : at + 1;
            if (found < 0 || found >= lines.Length || !Fits(line, lines[found]))
                return line;
            (at, anywhere) = (found, false);
        }

        return null;
    }

    /// <summary><c>…</c> inside a line stands for any characters, such as a date or a path.</summary>
    private static bool Fits(string wanted, string line) =>
        System.Text.RegularExpressions.Regex.IsMatch(line, "^" + string.Join(".*", wanted.Split('…').Select(System.Text.RegularExpressions.Regex.Escape)) + "$");

    private string ShellScript(Page page)
    {
        var script = new StringBuilder("set -eo pipefail\n");
        foreach (PageBlock block in page.Blocks)
        {
            if (block.FileName is { } file)
                script.Append($"mkdir -p \"$(dirname '{file}')\"\ncat > '{file}' <<'END OF FILE'\n{block.Text}END OF FILE\n");
            if (block.Language != "sh")
                continue;
            script.Append($"exec > '{Said}/{block.Line}.out' 2>&1\n");
            script.Append(block.Fails ? $"if (\nset -e\n{block.Text}); then exit 1; fi\n" : block.Text);
            script.Append($"touch '{Said}/{block.Line}.ok'\n");
        }

        return script.ToString();
    }

    private string PowerShellScript(Page page)
    {
        var script = new StringBuilder($"$ErrorActionPreference = 'Stop'\nImport-Module '{_module}'\n$ErrorView = 'ConciseView'\n$PSStyle.OutputRendering = 'PlainText'\n");
        foreach (PageBlock block in page.Blocks)
        {
            if (block.FileName is { } file)
                script.Append($"$null = New-Item -ItemType Directory -Force (Split-Path './{file}')\n[IO.File]::WriteAllText(\"$PWD/{file}\", @'\n{block.Text}\n'@)\n");
            if (block.Language != "powershell")
                continue;
            script.Append($"$failed = $false\ntry {{ . {{\n{block.Text}}} *>&1 | Out-String -Width 200 | Set-Content '{Said}/{block.Line}.out' }}\n");
            script.Append($"catch {{ $failed = $true; $_ | Out-String -Width 200 | Add-Content '{Said}/{block.Line}.out' }}\n");
            script.Append($"if ($failed -ne ${(block.Fails ? "true" : "false")}) {{ exit 1 }}\n$null = New-Item '{Said}/{block.Line}.ok'\n");
        }

        return script.ToString();
    }
}
