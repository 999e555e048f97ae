using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>The validators of one model with everything decided.</summary>
/// <param name="Validators">In the order in which they run; empty when nothing is validated.</param>
/// <param name="OnNotScanned">What happens when a part of the model could not be looked into.</param>
public sealed record ValidationPlan(IReadOnlyList<PlannedValidator> Validators, FailureAction OnNotScanned)
{
    // Goes up with each change of a rule, so that results of older scanners are not taken for those of this one.
    private const int ScannerVersion = 1;

    /// <summary>
    /// A short text that is equal for plans that come to the same results: with the hash of a model, a key for keeping them. Commands of one's own
    /// count with their text alone.
    /// </summary>
    public string Fingerprint
    {
        get
        {
            IEnumerable<string> lines = Validators.Select(static item => $"{item.Name}\0{string.Join('\0', item.Spec.Arguments)}\0{item.Spec.Command}\0{item.OnFailure}\0{item.Timeout}");
            return $"{ScannerVersion}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{OnNotScanned}\n{string.Join('\n', lines)}")))[..32]}";
        }
    }

    /// <summary>
    /// Decides: what a validator says itself comes first, then the model's own setting, its preset, the setting for all models, their preset, and
    /// <c>standard</c> at last.
    /// </summary>
    /// <param name="global">For all models.</param>
    /// <param name="model">For this model; null when it has none of its own.</param>
    /// <exception cref="HostToolsException">PresetUnknown, ValidatorUnknown or ValidatorMalformed; all of them together.</exception>
    public static ValidationPlan Of(ValidationOptions global, ValidationOptions? model = null)
    {
        ValidationOptions all = WithPreset(model).Over(WithPreset(global)).Over(ValidationPresets.Get("standard"));
        if (all.Enable == false)
            return new ValidationPlan([], all.OnNotScanned ?? FailureAction.Warn);
        List<ValidatorSpec> specs = [.. Defaults(all), .. all.Validators ?? []];
        HostError[] errors = [.. specs.Select(ValidatorCatalog.Problem).OfType<HostError>()];
        if (errors.Length > 0)
            throw new HostToolsException(errors);
        return new ValidationPlan([.. specs.DistinctBy(static spec => (Canonical(spec), string.Join('\0', spec.Arguments), spec.Command)).Select(spec => Decide(spec, all))], all.OnNotScanned ?? FailureAction.Warn);
    }

    private static ValidationOptions WithPreset(ValidationOptions? options) =>
        options is null ? new ValidationOptions() : options.Preset is { } preset ? options.Over(ValidationPresets.Get(preset)) : options;

    private static IEnumerable<ValidatorSpec> Defaults(ValidationOptions all)
    {
        if (all.Checksums == true)
            yield return new ValidatorSpec("checksums");
        if (all.PickleScan == true && all.SkipDefaults != true)
            yield return new ValidatorSpec("pickleScan");
        if (all.Modelscan == true && all.SkipDefaults != true)
            yield return new ValidatorSpec("modelscan");
    }

    private static PlannedValidator Decide(ValidatorSpec spec, ValidationOptions all)
    {
        BuiltInValidator? builtIn = spec.Command is null ? ValidatorCatalog.Find(spec.Name) : null;
        TimeSpan limit = (spec.Timeout ?? all.Timeout ?? new Duration(TimeSpan.FromMinutes(5))).Value;
        return new PlannedValidator(Canonical(spec), spec, spec.OnFailure ?? builtIn?.OnFailure ?? all.OnFailure ?? FailureAction.Abort, limit == TimeSpan.Zero ? null : limit);
    }

    private static string Canonical(ValidatorSpec spec) => spec.Command is null ? ValidatorCatalog.Find(spec.Name)!.Name : spec.Name;
}

/// <summary>A validator with everything decided.</summary>
/// <param name="Name">Its name as reports have it.</param>
/// <param name="Spec">As it was asked for.</param>
/// <param name="OnFailure">What its failure does.</param>
/// <param name="Timeout">Longest run; null is unlimited.</param>
public sealed record PlannedValidator(string Name, ValidatorSpec Spec, FailureAction OnFailure, TimeSpan? Timeout);
