namespace HostTools.Cli.Output;

/// <summary>Colours of text; none when they are off.</summary>
internal readonly record struct Paint(bool On)
{
    public string Red(string text) => Wrap(text, "31");

    public string Green(string text) => Wrap(text, "32");

    public string Yellow(string text) => Wrap(text, "33");

    public string Faint(string text) => Wrap(text, "2");

    public string Bold(string text) => Wrap(text, "1");

    private string Wrap(string text, string code) => On && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
