namespace HostTools.Virtualization;

/// <summary>libvirt's words for what machines do.</summary>
internal static class VmStates
{
    public static VmRunState Of(string? words) => words switch
    {
        "running" or "idle" or "no state" => VmRunState.Running,
        "paused" => VmRunState.Paused,
        "in shutdown" => VmRunState.ShuttingDown,
        "shut off" => VmRunState.Off,
        "crashed" => VmRunState.Crashed,
        "pmsuspended" => VmRunState.Suspended,
        _ => VmRunState.Unknown,
    };

    /// <summary>It has processors and memory of the host.</summary>
    public static bool IsActive(VmRunState state) => state is VmRunState.Running or VmRunState.Paused or VmRunState.Suspended or VmRunState.ShuttingDown;
}
