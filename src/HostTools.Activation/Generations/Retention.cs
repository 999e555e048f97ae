namespace HostTools.Activation;

/// <summary>Which older generations may go. With both rules a generation goes only when both let it go; the current one always stays.</summary>
/// <param name="Keep">How many of the newest stay whatever their age; null sets no number.</param>
/// <param name="OlderThan">Only those older than this go; null sets no age.</param>
public sealed record Retention(int? Keep, TimeSpan? OlderThan)
{
    /// <summary>It lets something go.</summary>
    public bool IsAny => Keep is not null || OlderThan is not null;
}
