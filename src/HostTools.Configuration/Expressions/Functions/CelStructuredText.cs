using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Formats;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary><c>toJson()</c> and its siblings: reads every part of a value once, counts what it will take, and renders the plain value.</summary>
internal sealed class CelStructuredText(CelCallNode call, CelFrame frame, string format, int indentation = 2)
{
    private const int DeepestData = 200;

    public string Render(object? value)
    {
        object? plain = Plain(value, depth: 1, lead: 0);
        try
        {
            return format == "json" ? JsonText.Render(plain, indentation) : StructuredText.Render(format, plain);
        }
        catch (UnfitValueException unfit)
        {
            string what = unfit.Path.Count == 0 ? "The value" : $"'{string.Join('.', unfit.Path)}'";
            throw call.Bad($"{what} cannot be written as {format.ToUpperInvariant()}: {unfit.Message}.", 0, CelErrors.WrongType);
        }
    }

    /// <param name="lead">How many characters, at most, begin each line of the value: indentation, or the names that a line repeats.</param>
    private object? Plain(object? value, int depth, long lead)
    {
        frame.Step(call);
        frame.ProduceElements(call, 1);
        frame.Produce(call, lead);
        if (depth > DeepestData)
            throw call.Error(CelErrors.TooDeep, $"The value nests deeper than {DeepestData} levels.");
        switch (value)
        {
            case null or bool or long or double:
                return value;
            case ulong number:
                return number <= long.MaxValue ? (long)number : number;
            case ICelList list:
                object?[] items = new object?[list.Count];
                for (int i = 0; i < items.Length; i++)
                    items[i] = Plain(list[i], depth + 1, Lead(lead, ""));
                return items;
            case ICelMap map:
                return Map(map, depth, lead);
            case Secret secret:
                throw CelSecrets.Used(call, secret);
            case var _ when CelTimestamp.TryGet(value, out CelTimestamp timestamp):
                return timestamp;
            default:
                return Text(value, lead);
        }
    }

    private ConfigMap Map(ICelMap map, int depth, long lead)
    {
        var entries = new OrderedDictionary<string, object?>(map.Count, StringComparer.Ordinal);
        foreach (object key in map.Keys)
        {
            string name = CelText.ToText(key);
            frame.Produce(call, name.Length);
            map.TryGetValue(key, out object? value);
            if (!entries.TryAdd(name, Plain(value, depth + 1, Lead(lead, name))))
                throw call.Bad($"The key '{name}' is there as text and as a number; a file can hold one of them.", 0);
        }

        return new ConfigMap(entries);
    }

    private string Text(object value, long lead)
    {
        string text = value switch
        {
            string own => own,
            byte[] bytes => Convert.ToBase64String(bytes),
            CelAddress or CelNetwork => CelText.ToText(value),
            _ when CelDuration.TryGet(value, out CelDuration duration) => duration.ToString(),
            _ => throw call.Bad($"{format.ToUpperInvariant()} holds no {CelValue.TypeName(value)}.", 0, CelErrors.WrongType),
        };
        frame.Produce(call, text.Length + (lead * text.AsSpan().Count('\n')));
        return text;
    }

    private long Lead(long lead, string key) => lead + (format is "toml" or "ini" ? key.Length + 1 : indentation);
}
