using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>Settings by name.</summary>
public static class ValidationPresets
{
    private static readonly ValidatorSpec[] s_strict =
        [new("noPickleFiles"), new("safetensorsOnly"), new("noPythonCode"), new("validConfigJson"), new("licenseCheck"), new("validHfStructure")];

    private static readonly ValidatorSpec[] s_paranoid =
    [
        new("maxSize") { Arguments = ["100G"] },
        new("signatureVerify"),
        new("requiredFiles") { Arguments = ["config.json"] },
    ];

    private static readonly Dictionary<string, ValidationOptions> s_presets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["minimal"] = Of(FailureAction.Warn, 60, scan: false, checksums: true, new ValidatorSpec("validHfStructure")) with { SkipDefaults = true },
        ["none"] = Of(FailureAction.Skip, 0, scan: false, checksums: false) with { Enable = false, SkipDefaults = true },
        ["paranoid"] = Of(FailureAction.Abort, 1200, scan: true, checksums: true, [.. s_strict, .. s_paranoid]) with { OnNotScanned = FailureAction.Abort },
        ["quick"] = Of(FailureAction.Warn, 30, scan: false, checksums: false, new ValidatorSpec("validHfStructure")) with { SkipDefaults = true },
        ["standard"] = Of(FailureAction.Abort, 300, scan: true, checksums: true, new("validConfigJson"), new("validHfStructure")),
        ["strict"] = Of(FailureAction.Abort, 600, scan: true, checksums: true, s_strict) with { OnNotScanned = FailureAction.Abort },
    };

    /// <summary>Their names, ordered.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_presets.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The settings of a preset.</summary>
    /// <exception cref="HostToolsException">PresetUnknown.</exception>
    public static ValidationOptions Get(string name) =>
        s_presets.TryGetValue(name, out ValidationOptions? options) ? options : throw new HostToolsException(ModelErrors.PresetUnknown(name, Names));

    private static ValidationOptions Of(FailureAction onFailure, int seconds, bool scan, bool checksums, params ValidatorSpec[] validators) => new()
    {
        Enable = true,
        SkipDefaults = false,
        Modelscan = scan,
        PickleScan = scan,
        Checksums = checksums,
        Validators = validators,
        OnFailure = onFailure,
        OnNotScanned = FailureAction.Warn,
        Timeout = new Duration(TimeSpan.FromSeconds(seconds)),
    };
}
