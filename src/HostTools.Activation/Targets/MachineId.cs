namespace HostTools.Activation;

/// <summary>Identity of the machine that runs us, as systemd and D-Bus know it.</summary>
internal static class MachineId
{
    private static readonly Lazy<string> s_value = new(static () => FirstOf("/etc/machine-id", "/var/lib/dbus/machine-id"));

    public static string Read() => s_value.Value;

    /// <summary>An id found in some file is that of this machine.</summary>
    public static bool IsOurs(string? id) => !string.IsNullOrEmpty(id) && id == s_value.Value;

    private static string FirstOf(params ReadOnlySpan<string> files)
    {
        foreach (string file in files)
        {
            try
            {
                if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } id)
                    return id;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // A machine whose id cannot be read is treated like one that has none.
            }
        }

        // A container often has no id of its own; the boot it shares with its host is as hard to guess, and lasts long enough.
        return OperatingSystem.IsWindows() ? Environment.MachineName : MachineStart.Id();
    }
}
