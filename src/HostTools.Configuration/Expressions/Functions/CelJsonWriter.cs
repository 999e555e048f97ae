using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary><c>toJson()</c>: keys in ordinal order; compact, or indented.</summary>
internal sealed class CelJsonWriter(CelCallNode call, CelFrame frame, int spaces) : CelWriter(call, frame)
{
    private int _level;

    public string Write(object? value)
    {
        Value(value);
        return Output.ToString();
    }

    private void Value(object? value)
    {
        Enter();
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
            case double number when double.IsFinite(number):
                Output.Append(Double(number));
                break;
            case ICelList list:
                Items('[', list.Count, i => Value(list[i]), ']');
                break;
            case ICelMap map:
                List<KeyValuePair<string, object?>> entries = Entries(map);
                Items('{', entries.Count, i => Entry(entries[i]), '}');
                break;
            default:
                Quoted(AsText(value) ?? throw Refuse(value, "JSON"));
                break;
        }

        Leave();
    }

    private void Entry(KeyValuePair<string, object?> entry)
    {
        Quoted(entry.Key);
        Output.Append(spaces > 0 ? ": " : ":");
        Value(entry.Value);
    }

    private void Items(char open, int count, Action<int> write, char close)
    {
        Output.Append(open);
        _level++;
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                Output.Append(',');
            NewLine();
            write(i);
        }

        _level--;
        if (count > 0)
            NewLine();
        Output.Append(close);
    }

    private void NewLine()
    {
        if (spaces == 0)
            return;
        Count(spaces * _level);
        Output.Append('\n').Append(' ', spaces * _level);
    }
}
