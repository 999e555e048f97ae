using System.Globalization;
using System.Text;

namespace HostTools.Configuration.Tests.Conformance;

/// <summary>A message in protobuf's text format: fields in order, each a scalar (as written), a string, or a message.</summary>
internal sealed class TextProto
{
    private readonly List<KeyValuePair<string, object>> _fields = [];

    public IEnumerable<string> Names => _fields.Select(static f => f.Key);

    public static TextProto Parse(string text)
    {
        var reader = new Reader(text);
        TextProto message = reader.Message('\0');
        return message;
    }

    public IEnumerable<TextProto> Messages(string name) => _fields.Where(f => f.Key == name).Select(static f => (TextProto)f.Value);

    public TextProto? Message(string name) => Messages(name).FirstOrDefault();

    public bool Has(string name) => _fields.Exists(f => f.Key == name);

    public byte[]? Bytes(string name) => _fields.Find(f => f.Key == name).Value as byte[];

    public string Text(string name) => Bytes(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : "";

    public string? Word(string name) => _fields.Find(f => f.Key == name).Value as string;

    public bool Flag(string name) => Word(name) == "true";

    /// <summary>Whether any field below has a name that fits.</summary>
    public bool Any(Func<string, bool> fits) => _fields.Exists(f => fits(f.Key) || (f.Value is TextProto below && below.Any(fits)));

    private sealed class Reader(string text)
    {
        private int _at;

        public TextProto Message(char close)
        {
            var message = new TextProto();
            while (true)
            {
                Skip();
                if (_at == text.Length || text[_at] == close)
                {
                    _at++;
                    return message;
                }

                string name = Name();
                Skip();
                if (text[_at] == ':')
                    _at++;
                Skip();
                if (text[_at] == '[')
                    List(message, name);
                else
                    message._fields.Add(new KeyValuePair<string, object>(name, Value()));
                Skip();
                if (_at < text.Length && text[_at] is ',' or ';')
                    _at++;
            }
        }

        private void List(TextProto message, string name)
        {
            _at++;
            for (Skip(); text[_at] != ']'; Skip())
            {
                message._fields.Add(new KeyValuePair<string, object>(name, Value()));
                Skip();
                if (text[_at] == ',')
                    _at++;
            }

            _at++;
        }

        private object Value()
        {
            switch (text[_at])
            {
                case '{':
                    _at++;
                    return Message('}');
                case '<':
                    _at++;
                    return Message('>');
                case '"' or '\'':
                    var bytes = new List<byte>();
                    for (; _at < text.Length && text[_at] is '"' or '\''; Skip())
                        String(bytes);
                    return bytes.ToArray();
                default:
                    int start = _at;
                    while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or '.' or '_'))
                        _at++;
                    return _at > start ? text[start.._at] : throw new FormatException($"No value at {_at}.");
            }
        }

        private void String(List<byte> bytes)
        {
            char quote = text[_at++];
            while (text[_at] != quote)
            {
                if (text[_at] != '\\')
                {
                    int width = char.IsHighSurrogate(text[_at]) ? 2 : 1;
                    bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(_at, width)));
                    _at += width;
                    continue;
                }

                char c = text[_at + 1];
                _at += 2;
                switch (c)
                {
                    case >= '0' and <= '7':
                        int octal = _at - 1;
                        while (_at < octal + 3 && text[_at] is >= '0' and <= '7')
                            _at++;
                        bytes.Add((byte)Convert.ToInt32(text[octal.._at], 8));
                        break;
                    case 'x' or 'X':
                        int from = _at;
                        while (_at < from + 2 && char.IsAsciiHexDigit(text[_at]))
                            _at++;
                        bytes.Add(byte.Parse(text[from.._at], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                        break;
                    case 'u' or 'U':
                        int digits = c == 'u' ? 4 : 8;
                        int code = int.Parse(text.AsSpan(_at, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                        bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(code)));
                        _at += digits;
                        break;
                    default:
                        bytes.Add((byte)(c switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => c }));
                        break;
                }
            }

            _at++;
        }

        private string Name()
        {
            int start = _at;
            if (text[_at] == '[')
                _at = text.IndexOf(']', _at) + 1;
            else
            {
                while (char.IsLetterOrDigit(text[_at]) || text[_at] == '_')
                    _at++;
            }

            return _at > start ? text[start.._at] : throw new FormatException($"No field name at {_at}.");
        }

        private void Skip()
        {
            while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '#'))
            {
                if (text[_at] == '#')
                    _at = text.IndexOf('\n', _at) is var end && end < 0 ? text.Length : end;
                else
                    _at++;
            }
        }
    }
}
