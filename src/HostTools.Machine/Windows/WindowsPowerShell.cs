using System.Text;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>
/// Runs scripts in the Windows PowerShell that every Windows has. What goes in and comes out is JSON in Base64: consoles have code pages
/// of their own, and messages are in somebody's language.
/// </summary>
internal sealed class WindowsPowerShell(IProcessRunner processes)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script that finds its input as <c>$in</c> and leaves its answer in <c>$out</c>.</summary>
    /// <param name="what">What it is about, for messages.</param>
    /// <param name="script">The script, in the language of version 5.1.</param>
    /// <param name="input">Written as JSON.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="HostToolsException">WindowsScriptFailed.</exception>
    public async Task<JsonElement> RunAsync(string what, string script, object input, CancellationToken token)
    {
        string json = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(input));
        ProcessResult result = await processes.RunAsync(
            new ProcessRequest("powershell.exe", ["-NoProfile", "-NonInteractive", "-InputFormat", "Text", "-OutputFormat", "Text", "-EncodedCommand", Encoded(script)]) { StandardInput = json, Timeout = s_limit }, token).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new HostToolsException(MachineErrors.WindowsScriptFailed(what, result.StandardError.Trim() is { Length: > 0 } said ? said : "it said nothing"));
        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(result.StandardOutput.Trim()));
            return document.RootElement.Clone();
        }
        catch (Exception cause) when (cause is FormatException or JsonException)
        {
            throw new HostToolsException(MachineErrors.WindowsScriptFailed(what, "its answer cannot be read"));
        }
    }

    /// <summary>The whole script, as PowerShell takes it on its command line.</summary>
    internal static string Encoded(string script) => Convert.ToBase64String(Encoding.Unicode.GetBytes(Whole(script)));

    /// <summary>The script with what all of them need. PowerShell itself reads standard input and hands it on as <c>$input</c>.</summary>
    internal static string Whole(string script) =>
        $$"""
        $ErrorActionPreference = 'Stop'
        $ProgressPreference = 'SilentlyContinue'
        try {
            $in = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String((@($input) -join '').Trim())) | ConvertFrom-Json
            $out = @{}
        {{script}}
            [Console]::Out.Write([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $out -Compress -Depth 5))))
        } catch {
            [Console]::Error.WriteLine($_.Exception.Message)
            exit 1
        }
        """;
}
