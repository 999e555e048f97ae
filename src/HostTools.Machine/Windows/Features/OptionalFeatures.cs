using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>The optional features of a Windows, by <c>dism.exe</c>, which is asked to speak English.</summary>
internal sealed class OptionalFeatures(IProcessRunner processes) : IThings<FeatureState>
{
    private const int RestartNeeded = 3010;
    private const int LongestName = 128;

    // Features of many megabytes come from Windows Update.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(60);

    /// <summary>A feature can have the name.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public async Task<IReadOnlyList<FeatureState>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token)
    {
        IReadOnlyDictionary<string, bool> table = await TableAsync(token).ConfigureAwait(false);
        string[] disabled = [.. table.Where(static feature => !feature.Value).Select(static feature => feature.Key).Order(StringComparer.Ordinal)];
        return [.. keys.Select(key => table.TryGetValue(key, out bool enabled) ? new FeatureState(enabled) { IncludesParents = enabled, Disabled = disabled } : FeatureState.Absent)];
    }

    public async Task WriteAsync(string key, FeatureState state, Action<string> note, CancellationToken token)
    {
        IReadOnlyDictionary<string, bool> now = await TableAsync(token).ConfigureAwait(false);
        if (state.IsEnabled is not { } wanted)
            return;
        if (now.TryGetValue(key, out bool enabled) && enabled != wanted)
            await ChangeAsync(key, wanted, state.IncludesParents, note, token).ConfigureAwait(false);
        if (wanted || state.Disabled.Count == 0)
            return;
        now = await TableAsync(token).ConfigureAwait(false);
        foreach (string along in state.Disabled.Where(name => now.GetValueOrDefault(name)))
            await ChangeAsync(along, false, false, note, token).ConfigureAwait(false);
    }

    /// <summary>The lines <c>Name | State</c> of the table; what waits for a restart counts as done.</summary>
    internal static IReadOnlyDictionary<string, bool> Parse(string text)
    {
        var table = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (string[] cells in text.Split('\n').Select(static line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            if (cells.Length == 2 && IsName(cells[0]) && StateOf(cells[1]) is { } enabled)
                table[cells[0]] = enabled;
        }

        return table;
    }

    private static bool? StateOf(string words) => words switch
    {
        "Enabled" or "Enable Pending" => true,
        "Disabled" or "Disable Pending" or "Disabled with Payload Removed" => false,
        _ => null,
    };

    private async Task<IReadOnlyDictionary<string, bool>> TableAsync(CancellationToken token)
    {
        ProcessResult result = await RunAsync(token, "/Get-Features", "/Format:Table").ConfigureAwait(false);
        Require(result, "/Get-Features");
        return Parse(result.StandardOutput);
    }

    private async Task ChangeAsync(string name, bool isEnabled, bool withParents, Action<string> note, CancellationToken token)
    {
        string verb = isEnabled ? "/Enable-Feature" : "/Disable-Feature";
        string[] all = isEnabled && withParents ? ["/All"] : [];
        ProcessResult result = await RunAsync(token, [verb, $"/FeatureName:{name}", .. all, "/NoRestart", "/Quiet"]).ConfigureAwait(false);
        if (result.ExitCode == RestartNeeded)
            note($"The feature '{name}' is {(isEnabled ? "enabled" : "disabled")} once Windows has started again.");
        else
            Require(result, $"{verb} {name}");
    }

    private Task<ProcessResult> RunAsync(CancellationToken token, params string[] arguments) =>
        processes.RunAsync(new ProcessRequest("dism.exe", ["/Online", "/English", .. arguments]) { Timeout = s_limit }, token);

    private static void Require(ProcessResult result, string what)
    {
        if (result.ExitCode == 0)
            return;
        string[] lines = $"{result.StandardOutput}\n{result.StandardError}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string said = lines.SkipWhile(static line => !line.StartsWith("Error:", StringComparison.Ordinal)).Skip(1).FirstOrDefault() ?? lines.LastOrDefault() ?? "it said nothing";
        throw new HostToolsException(MachineErrors.FeatureCommandFailed(what, result.ExitCode, said));
    }
}
