using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary><c>toToml()</c>: values before tables, keys in ordinal order.</summary>
internal sealed class CelTomlWriter(CelCallNode call, CelFrame frame) : CelWriter(call, frame)
{
    public string Write(ICelMap map)
    {
        Table(map, "");
        return Output.ToString();
    }

    private void Table(ICelMap map, string path)
    {
        Enter(path.Length);
        List<KeyValuePair<string, object?>> entries = Entries(map);
        foreach ((string key, object? value) in entries)
        {
            if (value is ICelMap || IsTableArray(value))
                continue;
            Output.Append(Key(key)).Append(" = ");
            Value(value);
            Output.Append('\n');
        }

        foreach ((string key, object? value) in entries)
        {
            string below = path.Length > 0 ? $"{path}.{Key(key)}" : Key(key);
            if (value is ICelMap table)
                Header("[", below, "]", table);
            else if (IsTableArray(value) && value is ICelList tables)
            {
                for (int i = 0; i < tables.Count; i++)
                    Header("[[", below, "]]", (ICelMap)tables[i]!);
            }
        }

        Leave();
    }

    private void Header(string open, string path, string close, ICelMap table)
    {
        Count(path.Length);
        if (Output.Length > 0)
            Output.Append('\n');
        Output.Append(open).Append(path).Append(close).Append('\n');
        Table(table, path);
    }

    private static bool IsTableArray(object? value)
    {
        if (value is not ICelList { Count: > 0 } list)
            return false;
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is not ICelMap)
                return false;
        }

        return true;
    }

    private void Value(object? value)
    {
        Enter();
        switch (value)
        {
            case bool truth:
                Output.Append(truth ? "true" : "false");
                break;
            case long:
                Output.Append(Integer(value));
                break;
            case ulong number when number <= long.MaxValue:
                Output.Append(Integer(value));
                break;
            case double number:
                Output.Append(double.IsNaN(number) ? "nan" : double.IsInfinity(number) ? (number > 0 ? "inf" : "-inf") : Double(number));
                break;
            case ICelList list:
                Separated("[", list.Count, i => Value(list[i]), "]");
                break;
            case ICelMap map:
                List<KeyValuePair<string, object?>> entries = Entries(map);
                Separated("{ ", entries.Count, i => Pair(entries[i]), " }");
                break;
            case null:
                throw Fail("TOML has no null. Leave the key out: {?key: …}, or filter().");
            default:
                if (CelTimestamp.TryGet(value, out CelTimestamp timestamp))
                    Output.Append(timestamp.ToString());
                else
                    Quoted(AsText(value) ?? throw Refuse(value, "TOML"));
                break;
        }

        Leave();
    }

    private void Pair(KeyValuePair<string, object?> entry)
    {
        Output.Append(Key(entry.Key)).Append(" = ");
        Value(entry.Value);
    }

    private void Separated(string open, int count, Action<int> write, string close)
    {
        Output.Append(open);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                Output.Append(", ");
            write(i);
        }

        Output.Append(close);
    }

    private string Key(string key)
    {
        Count(key.Length);
        if (key.Length > 0 && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return key;
        int from = Output.Length;
        Quoted(key);
        string quoted = Output.ToString(from, Output.Length - from);
        Output.Length = from;
        return quoted;
    }
}
