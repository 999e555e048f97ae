using System.Globalization;
using System.Text;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>What the writers of formats share: sorted keys, numbers, and refusing what no format holds.</summary>
internal abstract class CelWriter(CelCallNode call, CelFrame frame)
{
    private const int DeepestData = 200;

    private int _depth;

    protected StringBuilder Output { get; } = new();

    /// <summary>Counts a value and guards the stack; the caller leaves again with <see cref="Leave"/>.</summary>
    protected void Enter(int length = 1)
    {
        frame.Step(call);
        frame.Produce(call, length + 2);
        if (++_depth > DeepestData)
            throw call.Error(CelErrors.TooDeep, $"The value nests deeper than {DeepestData} levels.");
    }

    protected void Leave() => _depth--;

    protected void Count(int characters) => frame.Produce(call, characters);

    /// <summary>The entries in ordinal order of their keys.</summary>
    protected List<KeyValuePair<string, object?>> Entries(ICelMap map)
    {
        List<KeyValuePair<string, object?>> entries = new(map.Count);
        foreach (object key in map.Keys)
        {
            map.TryGetValue(key, out object? value);
            entries.Add(new KeyValuePair<string, object?>(CelText.ToText(key), value));
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        for (int i = 1; i < entries.Count; i++)
        {
            if (entries[i].Key == entries[i - 1].Key)
                throw call.Bad($"The key '{entries[i].Key}' is there as text and as a number; a file can hold one of them.", 0);
        }

        return entries;
    }

    /// <summary>Values that formats know as text: durations, timestamps and bytes; null for those that are none.</summary>
    protected static string? AsText(object? value) => value switch
    {
        string text => text,
        byte[] bytes => Convert.ToBase64String(bytes),
        CelAddress or CelNetwork => value.ToString(),
        _ when CelDuration.TryGet(value, out CelDuration duration) => duration.ToString(),
        _ when CelTimestamp.TryGet(value, out CelTimestamp timestamp) => timestamp.ToString(),
        _ => null,
    };

    /// <summary>A double that reads back as one.</summary>
    protected static string Double(double number)
    {
        string digits = CelText.Number(number);
        return digits.All(static c => char.IsAsciiDigit(c) || c == '-') ? digits + ".0" : digits;
    }

    protected static string Integer(object value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    protected CelEvaluationException Refuse(object? value, string format) => value is Secret secret
        ? CelSecrets.Used(call, secret)
        : call.Bad($"{format} holds no {(value is double number ? CelText.Number(number) : CelValue.TypeName(value))}.", 0, CelErrors.WrongType);

    protected CelEvaluationException Fail(string message) => call.Bad(message, 0, CelErrors.WrongType);

    /// <summary>A string in double quotes with the escapes of JSON, which YAML and TOML read too.</summary>
    protected void Quoted(string text)
    {
        Count(text.Length);
        Output.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\':
                    Output.Append('\\').Append(c);
                    break;
                case '\n':
                    Output.Append("\\n");
                    break;
                case '\r':
                    Output.Append("\\r");
                    break;
                case '\t':
                    Output.Append("\\t");
                    break;
                case < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff':
                    Output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    Output.Append(c);
                    break;
            }
        }

        Output.Append('"');
    }
}
