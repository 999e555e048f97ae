using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary>The body of a function. For a method the receiver is the first argument.</summary>
internal delegate object? CelFunction(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> arguments);

/// <summary>A call, and what functions need to read their arguments and to fail well.</summary>
internal sealed class CelCallNode(string name, bool isMethod, CelFunction function, CelNode[] arguments, int start, int end) : CelNode(start, end)
{
    private object? _cache;

    public string Name { get; } = name;

    public IReadOnlyList<CelNode> Arguments => arguments;

    /// <summary>Something dear that a function keeps from one call to the next, such as a compiled pattern.</summary>
    public object? Cache
    {
        get => Volatile.Read(ref _cache);
        set => Volatile.Write(ref _cache, value);
    }

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        switch (arguments.Length)
        {
            case 1:
                return function(this, frame, [arguments[0].Evaluate(frame)]);
            case 2:
                return function(this, frame, [arguments[0].Evaluate(frame), arguments[1].Evaluate(frame)]);
            case 3:
                return function(this, frame, [arguments[0].Evaluate(frame), arguments[1].Evaluate(frame), arguments[2].Evaluate(frame)]);
            default:
                object?[] values = new object?[arguments.Length];
                for (int i = 0; i < values.Length; i++)
                    values[i] = arguments[i].Evaluate(frame);
                return function(this, frame, values);
        }
    }

    public string Text(ReadOnlySpan<object?> values, int index) => values[index] as string ?? throw Wrong(values, index, "a string");

    public long Int(ReadOnlySpan<object?> values, int index) => values[index] is long number ? number : throw Wrong(values, index, "an int");

    public ICelList List(ReadOnlySpan<object?> values, int index) => values[index] as ICelList ?? throw Wrong(values, index, "a list");

    public ICelMap Map(ReadOnlySpan<object?> values, int index) => values[index] as ICelMap ?? throw Wrong(values, index, "a map");

    public byte[] Bytes(ReadOnlySpan<object?> values, int index) => values[index] as byte[] ?? throw Wrong(values, index, "bytes");

    public CelOptional Optional(ReadOnlySpan<object?> values, int index) =>
        values[index] as CelOptional ?? throw Wrong(values, index, "an optional");

    /// <summary>An argument has a type that the function does not take.</summary>
    public CelEvaluationException Wrong(ReadOnlySpan<object?> values, int index, string wanted)
    {
        object? value = values[index];
        CelNode place = arguments[index];
        if (value is Secret secret)
            return CelSecrets.Used(place, secret);
        if (isMethod && index == 0)
            return place.Error(CelErrors.WrongType, $"{Name}() is a method of {wanted}, not of {CelValue.WithArticle(value)}.{Hint(value, wanted)}");
        int position = index + (isMethod ? 0 : 1);
        bool isOnly = arguments.Length == (isMethod ? 2 : 1);
        return place.Error(
            CelErrors.WrongType,
            isOnly
                ? $"{Name}() takes {wanted}, not {CelValue.WithArticle(value)}.{Hint(value, wanted)}"
                : $"{Name}() takes {wanted} as argument {position}, not {CelValue.WithArticle(value)}.{Hint(value, wanted)}");
    }

    /// <summary>An argument has a value that the function cannot work with.</summary>
    public CelEvaluationException Bad(string message, int argument, string id = CelErrors.BadValue) => arguments[argument].Error(id, message);

    private static string Hint(object? value, string wanted) => (value, wanted) switch
    {
        (null, _) => " Test it for null first.",
        (CelOptional, _) => " Take the value out of the optional with orValue(…).",
        (long or ulong or double or bool, "a string") => " Convert it with string().",
        (string or double or ulong, "an int") => " Convert it with int().",
        (string, "bytes") => " Convert it with bytes().",
        _ => "",
    };
}
