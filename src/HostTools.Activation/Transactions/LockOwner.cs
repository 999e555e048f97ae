using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HostTools.Activation;

/// <summary>Who holds a lock: enough to name it, and to tell whether it still lives.</summary>
/// <param name="ProcessId">Number of the process.</param>
/// <param name="StartTime">When it started, as the system counts; a process number that was given again differs in it.</param>
/// <param name="BootId">Which boot of which machine; empty where it cannot be told.</param>
/// <param name="User">Who runs it.</param>
/// <param name="Purpose">What it is doing.</param>
internal sealed record LockOwner(int ProcessId, string StartTime, string BootId, string User, string Purpose)
{
    public static LockOwner Current(string user, string purpose) =>
        new(Environment.ProcessId, StartTimeOf(Environment.ProcessId) ?? string.Empty, MachineStart.Id(), user, purpose);

    /// <summary>The process that wrote this still runs.</summary>
    public bool IsAlive => BootId == MachineStart.Id() && StartTimeOf(ProcessId) == StartTime;

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", ProcessId);
            writer.WriteString("startTime", StartTime);
            writer.WriteString("bootId", BootId);
            writer.WriteString("user", User);
            writer.WriteString("purpose", Purpose);
            // Tells this record from another one of the same process.
            writer.WriteString("id", Guid.NewGuid());
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>Null when the bytes are no record, as in a lock that was given back.</summary>
    public static LockOwner? Parse(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            JsonElement root = json.RootElement;
            return new LockOwner(root.Number("pid"), root.Text("startTime"), root.Text("bootId"), root.Text("user"), root.Text("purpose"));
        }
        catch (Exception cause) when (cause is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string? StartTimeOf(int processId)
    {
        try
        {
            string file = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat");
            if (File.Exists(file))
            {
                // The program's name, in parentheses, may hold anything; the start time is the 20th field after it (proc(5)).
                string text = File.ReadAllText(file);
                return text[(text.LastIndexOf(')') + 2)..].Split(' ')[19];
            }

            using Process process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception cause) when (
            cause is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
