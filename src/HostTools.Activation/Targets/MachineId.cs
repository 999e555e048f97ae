namespace HostTools.Activation;

/// <summary>Identity of the machine that runs us, as systemd and D-Bus know it.</summary>
internal static class MachineId
{
    private static readonly Lazy<string> s_value = new(static () => FirstOf("/etc/machine-id", "/var/lib/dbus/machine-id"));

    public static string Read() => s_value.Value;

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

        return OperatingSystem.IsWindows() ? Environment.MachineName : string.Empty;
    }
}
