namespace HostTools.Virtualization;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class VirtualizationErrors;
