using HostTools.Configuration.Evaluation;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>A type of one value without parts: several definitions must agree.</summary>
internal abstract class ScalarType : OptionType
{
    /// <summary>Reads a value that is not null.</summary>
    /// <param name="input">Text or computed value.</param>
    /// <param name="value">What it means.</param>
    /// <param name="problem">Why it does not fit, as a sentence with the fix; null when the general message says enough.</param>
    public abstract bool TryRead(ScalarInput input, out object? value, out string? problem);

    public override bool Accepts(in MergeContext context, Definition definition) =>
        definition.Input is { IsNull: false } input && TryRead(input, out _, out _);

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        List<HostError>? errors = null;
        object? result = null;
        for (int i = 0; i < definitions.Count; i++)
        {
            if (!TryReadDefinition(context, definitions[i], out object? value, out HostError? error))
                (errors ??= []).Add(error!);
            else if (i == 0)
                result = value;
            else if (errors is null && !Equals(result, value))
                throw new EvaluationFailure(ConfigurationErrors.Conflict(context.Path, definitions));
        }

        return errors is null ? result : throw new EvaluationFailure(errors);
    }

    protected bool TryReadDefinition(in MergeContext context, Definition definition, out object? value, out HostError? error)
    {
        (value, error) = (null, null);
        if (definition.Input is not { IsNull: false } input)
            error = MismatchError(context, definition);
        else if (!TryRead(input, out value, out string? problem))
            error = MismatchError(context, definition, problem);
        return error is null;
    }
}
