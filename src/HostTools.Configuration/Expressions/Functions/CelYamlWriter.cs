using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary><c>toYaml()</c>: block style, keys in ordinal order, quotes wherever some reader could take text for something else.</summary>
internal sealed class CelYamlWriter(CelCallNode call, CelFrame frame) : CelWriter(call, frame)
{
    public string Write(object? value)
    {
        Value(value, 0, isInline: false);
        if (value is not (ICelMap { Count: > 0 } or ICelList { Count: > 0 }))
            Output.Append('\n');
        return Output.ToString();
    }

    private void Value(object? value, int level, bool isInline)
    {
        Enter(level * 2);
        switch (value)
        {
            case ICelMap { Count: > 0 } map:
                Map(map, level, isInline);
                break;
            case ICelList { Count: > 0 } list:
                for (int i = 0; i < list.Count; i++)
                {
                    Indent(level, isInline && i == 0);
                    Output.Append("- ");
                    Child(list[i], level + 1, isInline: true);
                }

                break;
            default:
                Scalar(value);
                break;
        }

        Leave();
    }

    private void Map(ICelMap map, int level, bool isInline)
    {
        bool isFirst = true;
        foreach ((string key, object? value) in Entries(map))
        {
            Indent(level, isInline && isFirst);
            isFirst = false;
            Text(key);
            Output.Append(':');
            bool isBlock = value is ICelMap { Count: > 0 } or ICelList { Count: > 0 };
            Output.Append(isBlock ? "\n" : " ");
            Child(value, level + 1, isInline: false);
        }
    }

    private void Child(object? value, int level, bool isInline)
    {
        Value(value, level, isInline);
        if (value is not (ICelMap { Count: > 0 } or ICelList { Count: > 0 }))
            Output.Append('\n');
    }

    private void Indent(int level, bool isInline)
    {
        if (!isInline)
            Output.Append(' ', level * 2);
    }

    private void Scalar(object? value)
    {
        switch (value)
        {
            case null:
                Output.Append("null");
                break;
            case bool truth:
                Output.Append(truth ? "true" : "false");
                break;
            case long or ulong:
                Output.Append(Integer(value));
                break;
            case double number:
                Output.Append(double.IsNaN(number) ? ".nan" : double.IsInfinity(number) ? (number > 0 ? ".inf" : "-.inf") : Double(number));
                break;
            case ICelMap:
                Output.Append("{}");
                break;
            case ICelList:
                Output.Append("[]");
                break;
            default:
                Text(AsText(value) ?? throw Refuse(value, "YAML"));
                break;
        }
    }

    private void Text(string text)
    {
        Count(text.Length);
        if (IsPlain(text))
            Output.Append(text);
        else
            Quoted(text);
    }

    // Letters first and nothing special inside: no number, date or flow sign. The words are those of YAML 1.1 as well.
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiLetter(text[0]) || text[0] is '/' or '_') || text[^1] == ' ')
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (!(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '+' or '@' || (c == ' ' && text[i - 1] != ' ')))
                return false;
        }

        return text.ToLowerInvariant() is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n");
    }
}
