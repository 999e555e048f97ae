using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>CEL's optionals. <c>optMap</c> and <c>optFlatMap</c> are macros.</summary>
internal static class OptionalLibrary
{
    public static string[] Keys =>
    [
        "optional.of", "optional.none", "optional.ofNonZeroValue", ".hasValue", ".value", ".or", ".orValue", "optional.unwrap", ".unwrapOpt",
    ];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        ("optional.of", 1) => static (_, _, args) => CelOptional.Of(args[0]),
        ("optional.none", 0) => static (_, _, _) => CelOptional.None,
        ("optional.ofNonZeroValue", 1) => static (_, _, args) => IsZero(args[0]) ? CelOptional.None : CelOptional.Of(args[0]),
        (".hasValue", 1) => static (call, _, args) => CelValue.Of(call.Optional(args, 0).HasValue),
        (".value", 1) => static (call, _, args) => call.Optional(args, 0) is { HasValue: true } optional
            ? optional.Value
            : throw call.Bad("The optional has no value. Give one for this case with orValue(…).", 0),
        (".or", 2) => static (call, _, args) => call.Optional(args, 0).HasValue ? args[0] : call.Optional(args, 1),
        (".orValue", 2) => static (call, _, args) => call.Optional(args, 0) is { HasValue: true } optional ? optional.Value : args[1],
        ("optional.unwrap" or ".unwrapOpt", 1) => Unwrap,
        _ => null,
    };

    private static bool IsZero(object? value) => value switch
    {
        null or false or 0L or 0UL or 0.0 or "" => true,
        byte[] bytes => bytes.Length == 0,
        ICelList list => list.Count == 0,
        ICelMap map => map.Count == 0,
        Duration duration => duration.Value.Ticks == 0,
        _ => false,
    };

    private static CelList Unwrap(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        ICelList list = call.List(args, 0);
        List<object?> values = [];
        for (int i = 0; i < list.Count; i++)
        {
            frame.Step(call);
            CelOptional element = list[i] as CelOptional
                ?? throw call.Bad($"Element {i} is {CelValue.WithArticle(list[i])}; {call.Name}() takes a list of optionals.", 0, CelErrors.WrongType);
            if (element.HasValue)
                values.Add(element.Value);
        }

        return CelList.From(values);
    }
}
