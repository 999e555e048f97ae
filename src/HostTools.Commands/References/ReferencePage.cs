using System.Net;
using System.Text;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>The option reference as one page that needs nothing else: no network, no server, and no script to be read.</summary>
internal static class ReferencePage
{
    private static readonly Lazy<string> s_frame = new(static () =>
    {
        using var reader = new StreamReader(typeof(ReferencePage).Assembly.GetManifestResourceStream("option-page.html")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    });

    /// <summary>The page's text.</summary>
    /// <param name="title">What it calls itself.</param>
    /// <param name="modules">What it lists.</param>
    public static string Make(string title, IReadOnlyList<OptionReference> modules)
    {
        StringBuilder list = new(), contents = new();
        foreach (IGrouping<string, OptionReference> group in modules.GroupBy(static entry => ReferenceText.GroupOf(entry.Module)))
        {
            contents.Append($"<li><b>{Text(group.Key)}</b><ul>\n");
            foreach (OptionReference entry in group)
            {
                contents.Append($"<li><a href=\"#module:{Text(entry.Module.Name)}\">{Text(entry.Module.Name)}</a></li>\n");
                Append(list, entry);
            }

            contents.Append("</ul></li>\n");
        }

        return s_frame.Value
            .Replace("{title}", Text(title), StringComparison.Ordinal)
            .Replace("{count}", $"{modules.Sum(static entry => entry.Options.Count)}", StringComparison.Ordinal)
            .Replace("{contents}", contents.ToString(), StringComparison.Ordinal)
            .Replace("{options}", list.ToString(), StringComparison.Ordinal);
    }

    private static void Append(StringBuilder text, OptionReference entry)
    {
        (ModuleInfo module, IReadOnlyList<OptionInfo> options) = entry;
        text.Append($"<section data-class=\"{Text(module.Class)}\" id=\"module:{Text(module.Name)}\"><h2><a href=\"#module:{Text(module.Name)}\">{Text(module.Name)}</a></h2>\n");
        text.Append($"<p class=\"about\">{Prose(module.Description)}<br>{Prose(ReferenceText.Use(module))}</p>\n");
        foreach (OptionInfo option in options)
        {
            // Two modules may declare one option, so the module is a part of its address.
            string id = Text($"{module.Name}:{option.Name}");
            text.Append($"<article id=\"{id}\"><h3><a href=\"#{id}\">{Text(option.Name).Replace(".", ".<wbr>", StringComparison.Ordinal)}</a></h3>");
            text.Append($"<p>{Prose(option.Description)}</p><dl><dt>type</dt><dd><code>{Text(option.Type)}</code></dd>");
            if (option.Default is { } value)
                text.Append($"<dt>default</dt><dd><code>{Text(value)}</code></dd>");
            if (option.Example is { } example)
                text.Append($"<dt>example</dt><dd><code>{Text(example)}</code></dd>");
            text.Append("</dl></article>\n");
        }

        text.Append("</section>\n");
    }

    private static string Prose(string description) => string.Concat(
        ReferenceText.Parts(description.Trim()).Select(static (part, index) => index % 2 == 1 ? $"<code>{Text(part)}</code>" : Text(part)));

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
