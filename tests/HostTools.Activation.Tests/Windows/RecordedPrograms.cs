using System.Text;
using System.Text.Json;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Activation.Tests.Windows;

/// <summary>
/// Answers as programs of Windows do. None of them runs here: the texts are written after what Microsoft documents, and each says where.
/// </summary>
internal sealed class RecordedPrograms(string file) : IProcessRunner
{
    private const int NoSuchService = 1060;
    private const int RestartNeeded = 3010;

    /// <summary>A program whose task is refused.</summary>
    public const string Refused = "refused.exe";

    /// <summary>What was run.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>Answers of its own to some requests; null lets the usual one stand.</summary>
    public Func<ProcessRequest, ProcessResult?> Instead { get; set; } = static _ => null;

    /// <summary>Features whose change is done once Windows has started again.</summary>
    public HashSet<string> NeedRestart { get; } = [];

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
    {
        Ran.Add($"{request.Program} {string.Join(' ', request.Program == "powershell.exe" ? [ScriptOf(request)] : request.Arguments)}");
        return Task.FromResult(Instead(request) ?? request.Program switch
        {
            "sc.exe" => Service(request.Arguments),
            "dism.exe" => Feature(request.Arguments),
            "powershell.exe" => Schedule(request),
            _ => new ProcessResult(1, string.Empty, $"'{request.Program}' is not recognized"),
        });
    }

    // learn.microsoft.com, sc.exe query and sc.exe qc; the headings in Italian, as they are on a machine of that language.
    private ProcessResult Service(IReadOnlyList<string> arguments)
    {
        (string verb, string name) = (arguments[0], arguments[1]);
        var memory = WindowsMemory.Load(file);
        if (!memory.Services.TryGetValue(name, out (string Start, bool IsRunning) service))
            return new ProcessResult(NoSuchService, "[SC] OpenService FAILED 1060:\r\n\r\nThe specified service does not exist as an installed service.\r\n", string.Empty);
        switch (verb)
        {
            case "qc":
                return Says($"[SC] QueryServiceConfig OPERAZIONI RIUSCITE\r\n\r\nNOME_SERVIZIO: {name}\r\n        TIPO               : 20  WIN32_SHARE_PROCESS\r\n        TIPO_AVVIO         : {service.Start}\r\n" +
                    "        CONTROLLO_ERRORE   : 1   NORMAL\r\n        NOME_PERCORSO_BINARIO: C:\\Windows\\system32\\svchost.exe -k netsvcs -p\r\n");
            case "query":
                return Says($"\r\nNOME_SERVIZIO: {name}\r\n        TIPO               : 20  WIN32_SHARE_PROCESS\r\n        STATO              : {(service.IsRunning ? "4  RUNNING" : "1  STOPPED")}\r\n" +
                    "                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)\r\n        CODICE_USCITA_WIN32 : 0  (0x0)\r\n");
            case "config":
                memory.Services[name] = (StartOf(arguments[3]), service.IsRunning);
                break;
            case "start" when service.IsRunning:
                return new ProcessResult(1056, "[SC] StartService FAILED 1056:\r\n\r\nAn instance of the service is already running.\r\n", string.Empty);
            case "start" when service.Start.Contains("DISABLED", StringComparison.Ordinal):
                return new ProcessResult(1058, "[SC] StartService FAILED 1058:\r\n\r\nThe service cannot be started, either because it is disabled or because it has no enabled devices associated with it.\r\n", string.Empty);
            case "stop" when !service.IsRunning:
                return new ProcessResult(1062, "[SC] ControlService FAILED 1062:\r\n\r\nThe service has not been started.\r\n", string.Empty);
            default:
                memory.Services[name] = (service.Start, verb == "start");
                break;
        }

        memory.Save(file);
        return Says("[SC] ChangeServiceConfig SUCCESS\r\n");
    }

    private static string StartOf(string word) => word switch
    {
        "auto" => "2   AUTO_START",
        "delayed-auto" => "2   AUTO_START  (DELAYED)",
        "demand" => "3   DEMAND_START",
        "boot" => "0   BOOT_START",
        "system" => "1   SYSTEM_START",
        _ => "4   DISABLED",
    };

    // learn.microsoft.com, Enable or Disable Windows Features Using DISM.
    private ProcessResult Feature(IReadOnlyList<string> arguments)
    {
        var memory = WindowsMemory.Load(file);
        if (arguments.Contains("/Get-Features"))
            return Says($"\r\nDeployment Image Servicing and Management tool\r\nVersion: 10.0.22621.1\r\n\r\nImage Version: 10.0.22631.2861\r\n\r\nFeatures listing for package : Microsoft-Windows-Foundation-Package~31bf3856ad364e35~amd64~~10.0.22621.1\r\n\r\n\r\n" +
                $"------------------------------------------- | --------\r\nFeature Name                                | State\r\n------------------------------------------- | --------\r\n{string.Concat(memory.Features.Select(static feature => $"{feature.Key,-43} | {feature.Value}\r\n"))}\r\nThe operation completed successfully.\r\n");
        string name = arguments.First(static argument => argument.StartsWith("/FeatureName:", StringComparison.Ordinal))["/FeatureName:".Length..];
        bool enables = arguments.Contains("/Enable-Feature");
        string parent = name + "-Parent";
        if (enables && memory.Features.GetValueOrDefault(parent) == "Disabled")
        {
            if (!arguments.Contains("/All"))
                return new ProcessResult(50, "\r\nError: 50\r\n\r\nTo enable the feature, you must also enable its parents.\r\n", string.Empty);
            memory.Features[parent] = "Enabled";
        }

        memory.Features[name] = (enables, NeedRestart.Contains(name)) switch { (true, true) => "Enable Pending", (false, true) => "Disable Pending", (true, _) => "Enabled", _ => "Disabled" };
        memory.Save(file);
        return new ProcessResult(NeedRestart.Contains(name) ? RestartNeeded : 0, string.Empty, string.Empty);
    }

    private ProcessResult Schedule(ProcessRequest request)
    {
        var memory = WindowsMemory.Load(file);
        using var input = JsonDocument.Parse(Convert.FromBase64String(request.StandardInput!)); // The scripts have one.
        object answer = new { };
        switch (ScriptOf(request))
        {
            case "read":
                answer = new { tasks = input.RootElement.GetProperty("tasks").EnumerateArray().Select(task => Read(memory, task)).ToArray() };
                break;
            case "register" when Text(input, "xml").Contains(Refused, StringComparison.Ordinal):
                return new ProcessResult(1, string.Empty, "No mapping between account names and security IDs was done.");
            case "register":
                string folder = Text(input, "path");
                for (string path = folder.TrimEnd('\\'); path.Length > 0; path = path[..path.LastIndexOf('\\')])
                    memory.Folders.Add(path);
                memory.Tasks[folder + Text(input, "name")] = AsWindowsKeepsIt(Text(input, "xml"));
                break;
            default:
                memory.Tasks.Remove($"{Text(input, "path").TrimEnd('\\')}\\{Text(input, "name")}");
                foreach (string path in input.RootElement.GetProperty("folders").EnumerateArray().Select(static folder => folder.GetString()!)) // They are texts.
                {
                    if (!memory.Tasks.Keys.Concat(memory.Folders).Any(other => other.StartsWith(path + "\\", StringComparison.OrdinalIgnoreCase)))
                        memory.Folders.Remove(path);
                }

                break;
        }

        if (ScriptOf(request) != "read")
            memory.Save(file);
        return Says(Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(answer)));
    }

    private static object Read(WindowsMemory memory, JsonElement task)
    {
        string[] folders = [.. task.GetProperty("folders").EnumerateArray().Select(static folder => folder.GetString()!)]; // They are texts.
        string? xml = memory.Tasks.GetValueOrDefault($"{folders.LastOrDefault()}\\{task.GetProperty("name").GetString()}");
        return new { xml, missing = folders.Where(folder => !memory.Folders.Contains(folder)).ToArray(), users = new Dictionary<string, string> { ["S-1-5-21-1-2-3-1001"] = @"DESK\ann" } };
    }

    /// <summary>With what Task Scheduler adds when it gives a definition back: as exported in [MS-TSCH] 4.1.3 and the examples of the Task Scheduler Schema.</summary>
    private static string AsWindowsKeepsIt(string xml) => xml.Contains("<URI>", StringComparison.Ordinal) ? xml : xml
        .Replace("<Triggers", "<RegistrationInfo>\n    <Date>2026-01-02T03:04:05</Date>\n    <Author>DESK\\ann</Author>\n    <URI>\\given</URI>\n  </RegistrationInfo>\n  <Triggers", StringComparison.Ordinal)
        .Replace("<Settings>", "<Settings>\n    <IdleSettings>\n      <StopOnIdleEnd>true</StopOnIdleEnd>\n      <RestartOnIdle>false</RestartOnIdle>\n    </IdleSettings>\n    <UseUnifiedSchedulingEngine>true</UseUnifiedSchedulingEngine>", StringComparison.Ordinal)
        .Replace("<UserId>ann</UserId>", "<UserId>S-1-5-21-1-2-3-1001</UserId>", StringComparison.Ordinal)
        .Replace("<ExecutionTimeLimit>P3D</ExecutionTimeLimit>", "<ExecutionTimeLimit>PT72H</ExecutionTimeLimit>", StringComparison.Ordinal);

    private static string ScriptOf(ProcessRequest request) => request.Arguments[^1] switch
    {
        var script when script == WindowsPowerShell.Encoded(TaskScripts.Read) => "read",
        var script when script == WindowsPowerShell.Encoded(TaskScripts.Register) => "register",
        var script when script == WindowsPowerShell.Encoded(TaskScripts.Remove) => "remove",
        var script => throw new InvalidOperationException($"Nobody knows the script {Encoding.Unicode.GetString(Convert.FromBase64String(script))}"),
    };

    private static string Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString()!; // It is a text.

    private static ProcessResult Says(string text) => new(0, text, string.Empty);
}
