using System.Reflection;

namespace HostTools.Activation;

/// <summary>This program.</summary>
internal static class Tool
{
    /// <summary>Its version as it is recorded.</summary>
    public static string Version { get; } = typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
