namespace HostTools.Models;

/// <summary>Switches in the environment, as the hub's own clients read them.</summary>
public static class HubSwitch
{
    /// <summary><c>1</c>, <c>on</c>, <c>yes</c> and <c>true</c> in any case; everything else is off.</summary>
    public static bool IsOn(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    /// <summary>Nothing may be asked of anybody: HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE.</summary>
    public static bool IsOffline(Func<string, string?> environment) => IsOn(environment("HF_HUB_OFFLINE")) || IsOn(environment("TRANSFORMERS_OFFLINE"));
}
