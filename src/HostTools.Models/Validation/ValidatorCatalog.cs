using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>A validator that comes with us.</summary>
/// <param name="Name">Its name in configurations, for example <c>maxSize</c>.</param>
/// <param name="ShortName">Its name at the prompt, for example <c>max-size</c>.</param>
/// <param name="Description">What it wants, one sentence.</param>
public sealed record BuiltInValidator(string Name, string ShortName, string Description)
{
    /// <summary>How its arguments are written, for example <c>max-size:10G</c>; null when it has none.</summary>
    public string? Form { get; init; }

    /// <summary>It runs without arguments, too.</summary>
    public bool IsArgumentOptional { get; init; }

    /// <summary>What its failure does where nobody says so for this validator; null is what the preset says.</summary>
    public FailureAction? OnFailure { get; init; }
}

/// <summary>The validators that come with us.</summary>
public static class ValidatorCatalog
{
    /// <summary>All of them, ordered by name.</summary>
    public static IReadOnlyList<BuiltInValidator> All { get; } =
    [
        new("checksums", "checksums", "Every file has the hash that was locked."),
        new("fileTypes", "file-types", "Every file is of one of these kinds, by its content, or has one of these endings.") { Form = "file-types:safetensors,json,.md" },
        new("licenseCheck", "license-check", "The model says its licence, in a file or in its card.") { OnFailure = FailureAction.Warn },
        new("maxSize", "max-size", "All files together are not larger than this.") { Form = "max-size:10G" },
        new("modelscan", "modelscan", "The program modelscan finds nothing."),
        new("noPickleFiles", "no-pickle", "No file is a pickle or contains one."),
        new("noPythonCode", "no-python-code", "No file is Python code, as text or compiled."),
        new("noSymlinks", "no-symlinks", "No file is a link, but for those of the cache into its own blobs."),
        new("pickleScan", "pickle-scan", "The scanner finds nothing that is dangerous to load."),
        new("requiredFiles", "required-files", "These files are there.") { Form = "required-files:config.json,tokenizer.json" },
        new("safetensorsOnly", "safetensors-only", "Weights are safetensors alone."),
        new("signatureVerify", "signature-verify", "The file model.sig is a signature of the model's manifest by one of these keys.") { Form = "signature-verify:key.pem", IsArgumentOptional = true, OnFailure = FailureAction.Warn },
        new("validConfigJson", "valid-config-json", "config.json, where there is one, is a JSON object."),
        new("validHfStructure", "valid-hf-structure", "The repository is a cache as Hugging Face's client wants it.") { OnFailure = FailureAction.Warn },
    ];

    /// <summary>A validator by either of its names, whatever the case; null when there is none.</summary>
    public static BuiltInValidator? Find(string name) =>
        All.FirstOrDefault(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || item.ShortName.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? (name.Equals("noPickle", StringComparison.OrdinalIgnoreCase) ? Find("no-pickle") : null);

    /// <summary>Throws when a validator cannot be used.</summary>
    /// <exception cref="HostToolsException">ValidatorUnknown or ValidatorMalformed.</exception>
    public static void Check(ValidatorSpec spec)
    {
        if (Problem(spec) is { } error)
            throw new HostToolsException(error);
    }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    internal static HostError? Problem(ValidatorSpec spec)
    {
        if (spec.Command is not null)
            return string.IsNullOrWhiteSpace(spec.Command) ? ModelErrors.ValidatorMalformed(spec.Name, "its command is empty", "a command for the shell") : null;
        if (Find(spec.Name) is not { } known)
            return ModelErrors.ValidatorUnknown(spec.Name, [.. All.Select(static item => item.ShortName)]);
        if (known.Form is null && spec.Arguments.Count > 0)
            return ModelErrors.ValidatorMalformed(spec.Name, "it takes nothing", known.ShortName);
        if (known.Form is { } form && spec.Arguments.Count == 0 && !known.IsArgumentOptional)
            return ModelErrors.ValidatorMalformed(spec.Name, "it does not say what it wants", form);
        if (known.Name == "maxSize" && (spec.Arguments.Count != 1 || !ByteSize.TryParse(spec.Arguments[0], 1, out _)))
            return ModelErrors.ValidatorMalformed(spec.Name, $"'{string.Join(',', spec.Arguments)}' is no size", known.Form!);
        return null;
    }
}
