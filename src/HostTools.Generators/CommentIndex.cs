using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace HostTools.Generators;

/// <summary>Documentation comments of HostTools.Commands. Metadata has none, so they come as an additional file.</summary>
internal sealed class CommentIndex : IEquatable<CommentIndex>
{
    private readonly ImmutableDictionary<string, string> _summaries;
    private readonly string _text;

    private CommentIndex(string text, ImmutableDictionary<string, string> summaries) => (_text, _summaries) = (text, summaries);

    public static CommentIndex Parse(string text)
    {
        try
        {
            IEnumerable<KeyValuePair<string, string>> summaries =
                from member in text.Length == 0 ? [] : XDocument.Parse(text).Descendants("member")
                select new KeyValuePair<string, string>((string?)member.Attribute("name") ?? string.Empty, Flatten(member.Element("summary")));
            return new CommentIndex(text, summaries.ToImmutableDictionary());
        }
        catch (XmlException)
        {
            return new CommentIndex(text, ImmutableDictionary<string, string>.Empty);
        }
    }

    public string SummaryOf(string member) => _summaries.TryGetValue(member, out string? summary) ? summary : string.Empty;

    public bool Equals(CommentIndex? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as CommentIndex);

    public override int GetHashCode() => _text.GetHashCode();

    private static string Flatten(XElement? element)
    {
        if (element is null)
            return string.Empty;
        string text = string.Concat(element.DescendantNodes().Select(static node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" } link when (string?)link.Attribute("cref") is { } reference => reference.Substring(reference.LastIndexOfAny(['.', ':']) + 1),
            _ => string.Empty,
        }));
        return Regex.Replace(text, @"\s+", " ").Trim();
    }
}
