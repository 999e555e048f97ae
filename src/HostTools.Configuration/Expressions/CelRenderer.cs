using System.Text;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>Puts the values of a template's expressions into its text.</summary>
internal sealed class CelRenderer
{
    private readonly List<object> _parts = [];
    private readonly StringBuilder _text = new();

    public static string Text(CelTemplate template, ICelScope scope, bool lines, CelBudget? budget)
    {
        CelRendered rendered = Parts(template, scope, lines, budget);
        if (rendered.Text is { } text)
            return text;
        Secret secret = rendered.Parts.OfType<Secret>().First();
        throw new CelEvaluationException(
            CelErrors.SecretUsed, $"The secret '{secret.Name}' cannot be embedded here: the option does not accept secrets.", 0, template.Text.Length);
    }

    public static CelRendered Parts(CelTemplate template, ICelScope scope, bool lines, CelBudget? budget)
    {
        var renderer = new CelRenderer();
        budget ??= new CelBudget();
        for (int i = 0; i < template.Pieces.Count; i++)
        {
            CelTemplatePiece piece = template.Pieces[i];
            if (piece.Expression == null)
            {
                renderer._text.Append(piece.Literal);
                continue;
            }

            object? value = piece.Expression.Evaluate(scope, budget);
            int before = renderer._text.Length;
            if (lines && IsAloneOnLine(template.Pieces, i))
                i = renderer.AppendLines(template, i, value);
            else
                renderer.Append(piece, value);
            if (!budget.TrySpendSize(Math.Max(0, renderer._text.Length - before)))
                throw At(piece, CelErrors.BudgetExceeded, "The text becomes too long. Embed fewer or shorter values.");
        }

        renderer.Flush();
        return new CelRendered(renderer._parts);
    }

    private void Append(CelTemplatePiece piece, object? value)
    {
        if (value is Secret secret)
        {
            Flush();
            _parts.Add(secret);
        }
        else
        {
            _text.Append(TextOf(piece, value));
        }
    }

    private static string TextOf(CelTemplatePiece piece, object? value) =>
        CelText.TryText(value, out string text, out string why) ? text : throw At(piece, CelErrors.NotText, why);

    private static bool IsAloneOnLine(IReadOnlyList<CelTemplatePiece> pieces, int index) => StartsLine(pieces, index) && EndsLine(pieces, index);

    private static bool StartsLine(IReadOnlyList<CelTemplatePiece> pieces, int index)
    {
        if (index == 0 || pieces[index - 1].Expression != null)
            return index == 0;
        string before = pieces[index - 1].Literal;
        int lineStart = before.LastIndexOf('\n') + 1;
        return before.AsSpan(lineStart).IsWhiteSpace() && (lineStart > 0 || index == 1);
    }

    private static bool EndsLine(IReadOnlyList<CelTemplatePiece> pieces, int index)
    {
        int last = pieces.Count - 1;
        if (index == last || pieces[index + 1].Expression != null)
            return index == last;
        string after = pieces[index + 1].Literal;
        int lineEnd = after.IndexOf('\n');
        return after.AsSpan(0, lineEnd < 0 ? after.Length : lineEnd).IsWhiteSpace() && (lineEnd >= 0 || index + 1 == last);
    }

    // The indentation of the line is at the end of the text already. Returns the piece that was used up last.
    private int AppendLines(CelTemplate template, int index, object? value)
    {
        CelTemplatePiece piece = template.Pieces[index];
        string after = index + 1 < template.Pieces.Count ? template.Pieces[index + 1].Literal : "";
        int lineEnd = after.IndexOf('\n');
        string rest = lineEnd >= 0 ? after[(lineEnd + 1)..] : "";
        string indentation = TakeIndentation();
        bool isRemoved = value is null or ICelList { Count: 0 };
        if (!isRemoved)
        {
            if (value is ICelList list)
            {
                for (int i = 0; i < list.Count; i++)
                    AppendIndented(piece, list[i], indentation, isLast: i == list.Count - 1, $"Element {i}: ");
            }
            else
            {
                AppendIndented(piece, value, indentation, isLast: true, "");
            }

            if (lineEnd >= 0)
                _text.Append('\n');
        }

        _text.Append(rest);
        return index + 1 < template.Pieces.Count ? index + 1 : index;
    }

    private string TakeIndentation()
    {
        int start = _text.Length;
        while (start > 0 && _text[start - 1] is ' ' or '\t')
            start--;
        string indentation = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        return indentation;
    }

    private void AppendIndented(CelTemplatePiece piece, object? value, string indentation, bool isLast, string place)
    {
        if (value is Secret secret)
        {
            _text.Append(indentation);
            Append(piece, secret);
        }
        else
        {
            if (!CelText.TryText(value, out string text, out string why))
                throw At(piece, CelErrors.NotText, place + why);
            bool isFirst = true;
            foreach (ReadOnlySpan<char> line in WithoutLastLineEnd(text).EnumerateLines())
            {
                if (!isFirst)
                    _text.Append('\n');
                isFirst = false;
                if (!line.IsEmpty)
                    _text.Append(indentation).Append(line);
            }
        }

        if (!isLast)
            _text.Append('\n');
    }

    private static ReadOnlySpan<char> WithoutLastLineEnd(string text) => text.EndsWith('\n') ? text.AsSpan(0, text.Length - 1) : text;

    private void Flush()
    {
        if (_text.Length > 0)
            _parts.Add(_text.ToString());
        _text.Clear();
    }

    private static CelEvaluationException At(CelTemplatePiece piece, string id, string message) => new(id, message, piece.Offset, piece.Length);
}
