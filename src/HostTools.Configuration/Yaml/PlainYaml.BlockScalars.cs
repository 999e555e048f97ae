using System.Text;

namespace HostTools.Configuration.Yaml;

// Block scalars: | and >.
internal sealed partial class PlainYaml
{
    private YamlScalar? BlockScalar(int parent, string? tag)
    {
        int start = _at;
        bool folded = _text[_at++] == '>';
        char chomping = _at < _text.Length && _text[_at] is '-' or '+' ? _text[_at++] : ' ';
        if (_at >= _text.Length || _text[_at] != '\n')
            return null;
        _at++;
        var text = new StringBuilder();
        int indent = -1;
        int breaks = 0;
        bool wasDeeper = false;
        while (_at < _text.Length)
        {
            int line = _at;
            while (_at < _text.Length && _text[_at] == ' ' && (indent < 0 || _at - line < indent))
                _at++;
            int spaces = _at - line;
            if (_at == _text.Length || _text[_at] == '\n')
            {
                // Blank lines that are longer than the text is indented, or end the file without a line end, are rare.
                if (_at == _text.Length || (indent < 0 && spaces > 0))
                    return null;
                breaks++;
                _at++;
                continue;
            }

            if (indent < 0 && spaces > parent)
                indent = spaces;
            if (indent < 0 || spaces < indent)
            {
                _at = line;
                break;
            }

            // Lines that are indented deeper keep their breaks.
            bool isDeeper = _text[_at] == ' ';
            bool folds = folded && text.Length > 0 && !isDeeper && !wasDeeper;
            if (folds && breaks == 1)
                text.Append(' ');
            else
                text.Append('\n', folds ? breaks - 1 : breaks);
            wasDeeper = isDeeper;
            int lineEnd = _text.IndexOf('\n', _at);
            if (lineEnd < 0)
                return null;
            text.Append(_text, _at, lineEnd - _at);
            breaks = 1;
            _at = lineEnd + 1;
        }

        if (text.Length == 0)
            return null;
        text.Append('\n', chomping switch { '-' => 0, '+' => breaks, _ => 1 });
        return new YamlScalar(_file, start, _at, tag, text.ToString(), ScalarKind.Block);
    }
}
