using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>When Windows starts a service; the words of <c>Set-Service</c>, and two that drivers have.</summary>
internal enum ServiceStart
{
    /// <summary>With the machine.</summary>
    Automatic,

    /// <summary>A little after the machine.</summary>
    AutomaticDelayedStart,

    /// <summary>When something asks for it.</summary>
    Manual,

    /// <summary>Never.</summary>
    Disabled,

    /// <summary>A driver that the boot loader loads; only kept, never declared.</summary>
    Boot,

    /// <summary>A driver that the kernel loads; only kept, never declared.</summary>
    System,
}

/// <summary>A service of Windows that something else installs.</summary>
/// <param name="Name">Its short name, such as <c>Spooler</c>.</param>
internal sealed record ServiceResource(string Name) : Resource
{
    public const string KindName = "service";

    public override ResourceId Id => new(KindName, Name);

    /// <summary>When it starts; null leaves that.</summary>
    public ServiceStart? Start { get; init; }

    /// <summary>Whether it runs; null leaves that.</summary>
    public bool? IsRunning { get; init; }
}
