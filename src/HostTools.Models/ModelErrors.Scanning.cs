using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Failures of scanning and validation. What is found in a model is no failure: that is a finding.</summary>
public static partial class ModelErrors
{
    /// <summary>A validator has a name that none has.</summary>
    /// <remarks>Write one of the names that the message lists, or give a command of your own.</remarks>
    /// <example><code lang="text">validators: [no-pickles]</code></example>
    public static HostError ValidatorUnknown(string name, IReadOnlyList<string> known) =>
        new(nameof(ValidatorUnknown), ErrorKind.InvalidInput,
            $"There is no validator '{name}'.{Suggestions.DidYouMean(name, known)} Known are {string.Join(", ", known)}.", name);

    /// <summary>A validator lacks what it needs, or has what it cannot use.</summary>
    /// <remarks>Write it in the form that the message shows.</remarks>
    /// <example><code lang="text">Test-AiModel ./model -Validator max-size:huge</code></example>
    public static HostError ValidatorMalformed(string text, string problem, string form) =>
        new(nameof(ValidatorMalformed), ErrorKind.InvalidInput, $"The validator '{text}' cannot be used: {problem}. Write it as {form}.", text);

    /// <summary>A preset has a name that none has.</summary>
    /// <remarks>Write one of the names that the message lists.</remarks>
    /// <example><code lang="text">Test-AiModel ./model -Preset strickt</code></example>
    public static HostError PresetUnknown(string name, IReadOnlyList<string> known) =>
        new(nameof(PresetUnknown), ErrorKind.InvalidInput,
            $"There is no preset '{name}'.{Suggestions.DidYouMean(name, known)} Known are {string.Join(", ", known)}.", name);

    /// <summary>A model did not pass a validator whose failure stops it; it is linked nowhere.</summary>
    /// <remarks>Choose another model or revision. Where you have looked at the files and trust their author, a weaker preset lets them pass.</remarks>
    /// <example><code lang="text">A repository has a pickle that calls os.system.</code></example>
    public static HostError ModelRefused(string model, IReadOnlyList<string> reasons) =>
        new(nameof(ModelRefused), ErrorKind.Failed,
            $"The model '{model}' did not pass its validation and is not linked: {string.Join(" ", reasons)} Choose another model or revision, or a weaker preset when you trust its author.", model);
}
