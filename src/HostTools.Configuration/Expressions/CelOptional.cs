namespace HostTools.Configuration.Expressions;

/// <summary>A CEL optional: a value, or the absence of one. Made by <c>.?</c>, <c>[?]</c> and <c>optional.of()</c>.</summary>
public sealed class CelOptional
{
    private readonly object? _value;

    private CelOptional(bool hasValue, object? value) => (HasValue, _value) = (hasValue, value);

    /// <summary>The absent value.</summary>
    public static CelOptional None { get; } = new(false, null);

    /// <summary>Whether there is a value, which may be null.</summary>
    public bool HasValue { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public object? Value => HasValue ? _value : throw new InvalidOperationException("The optional holds no value.");

    /// <summary>An optional that holds a value.</summary>
    public static CelOptional Of(object? value) => new(true, value);
}
