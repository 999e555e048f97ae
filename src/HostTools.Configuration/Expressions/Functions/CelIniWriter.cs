using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary><c>toIni()</c>: keys without a section first, then a section for each map; a list repeats its key.</summary>
internal sealed class CelIniWriter(CelCallNode call, CelFrame frame) : CelWriter(call, frame)
{
    public string Write(ICelMap map)
    {
        List<KeyValuePair<string, object?>> entries = Entries(map);
        foreach ((string key, object? value) in entries)
        {
            if (value is not ICelMap)
                Line(key, value);
        }

        foreach ((string name, object? value) in entries)
        {
            if (value is ICelMap section)
                Section(name, section);
        }

        return Output.ToString();
    }

    private void Section(string name, ICelMap section)
    {
        if (name.AsSpan().ContainsAny("[]\r\n"))
            throw Fail($"The section name '{name}' cannot be written: '[', ']' and line ends would end it.");
        if (Output.Length > 0)
            Output.Append('\n');
        Count(name.Length);
        Output.Append('[').Append(name).Append("]\n");
        foreach ((string key, object? value) in Entries(section))
        {
            if (value is ICelMap)
                throw Fail($"'{name}.{key}' is a map inside a section; INI has one level of sections.");
            Line(key, value);
        }
    }

    private void Line(string key, object? value)
    {
        Enter(key.Length);
        if (key.Length == 0 || key.AsSpan().ContainsAny("=\r\n") || key[0] is '[' or '#' or ';')
            throw Fail($"The key '{key}' cannot be written in INI.");
        switch (value)
        {
            case ICelList list:
                for (int i = 0; i < list.Count; i++)
                {
                    if (list[i] is ICelList or ICelMap)
                        throw Fail($"'{key}' is a list of lists or maps; INI holds lists of single values.");
                    Line(key, list[i]);
                }

                break;
            case null:
                throw Fail($"'{key}' is null, and INI has no null. Leave the key out: {{?key: …}}, or filter().");
            default:
                string text = AsText(value) ?? (CelText.TryText(value, out string plain, out _) ? plain : throw Refuse(value, "INI"));
                if (text.AsSpan().ContainsAny("\r\n"))
                    throw Fail($"The value of '{key}' has several lines; INI holds one.");
                Count(text.Length);
                Output.Append(key).Append(" = ").Append(text).Append('\n');
                break;
        }

        Leave();
    }
}
