using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of settings of the kernel.</summary>
public static partial class MachineErrors
{
    /// <summary>The kernel refused a value of boot.kernel.sysctl, so everything was undone.</summary>
    /// <remarks>Give it a value that the kernel's documentation allows; write the name with a leading minus where a refusal does no harm.</remarks>
    /// <example><code lang="text">boot.kernel.sysctl: { kernel.sysrq: many }</code></example>
    public static HostError SysctlRefused(string setting, string value, string why) =>
        new(nameof(SysctlRefused), ErrorKind.Failed, $"The kernel refuses '{value}' for {setting}: {why}. Write another value, or '-' before the name where a refusal does no harm.", setting);
}
