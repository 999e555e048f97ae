using System.Globalization;
using System.Text;

namespace HostTools.Configuration.Formats;

/// <summary>Escapes that JSON, YAML, TOML and systemd share within double quotes.</summary>
public static class EscapedText
{
    /// <summary>The text between the quotes.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ when char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\ufeff' =>
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}
