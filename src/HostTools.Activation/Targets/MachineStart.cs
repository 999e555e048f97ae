namespace HostTools.Activation;

/// <summary>Which start of the machine this is.</summary>
public static class MachineStart
{
    private const string FilePath = "/proc/sys/kernel/random/boot_id";

    /// <summary>A text that no other start has; on systems that do not tell them apart the machine's name.</summary>
    public static string Id() => File.Exists(FilePath) ? File.ReadAllText(FilePath).Trim() : Environment.MachineName;
}
