namespace HostTools.Activation;

/// <summary>When an operation runs; phases run in this order.</summary>
public enum Phase
{
    /// <summary>Units are stopped by their old definition.</summary>
    Stop,

    /// <summary>Users and groups.</summary>
    Users,

    /// <summary>Packages.</summary>
    Packages,

    /// <summary>Files, directories and links.</summary>
    Files,

    /// <summary>Kernel modules and parameters, network.</summary>
    Kernel,

    /// <summary>Commands that follow from changes.</summary>
    Triggers,

    /// <summary>Units are reloaded and started.</summary>
    Start,

    /// <summary>Health checks.</summary>
    Verify,

    /// <summary>What cannot be undone.</summary>
    Irreversible,
}
