namespace HostTools.Machine.Boot;

/// <summary>An entry of the Boot Loader Specification, or loader.conf: lines of a key and a value.</summary>
/// <seealso href="https://uapi-group.org/specifications/specs/boot_loader_specification/"/>
internal sealed class BlsFile
{
    private readonly List<(string Key, string Value)> _lines = [];

    public static BlsFile Parse(byte[] bytes)
    {
        var file = new BlsFile();
        foreach (BootLine line in BootText.Parse(bytes).Lines)
        {
            if (line.Text.Length == 0 || line.Text[0] == '#')
                continue;
            int end = line.Text.AsSpan().IndexOfAny(' ', '\t');
            if (end > 0)
                file._lines.Add((line.Text[..end], Unquoted(line.Text[end..].Trim(' ', '\t'))));
        }

        return file;
    }

    /// <summary>The last value of a key, as in loader.conf and for keys that stand once.</summary>
    public string? Value(string key) => _lines.FindLast(line => line.Key == key).Value;

    /// <summary>All values of a key, in order.</summary>
    public IEnumerable<string> Values(string key) => _lines.Where(line => line.Key == key).Select(static line => line.Value);

    private static string Unquoted(string value) =>
        value is ['"', .., '"'] && value.Length >= 2 ? value[1..^1] : value;
}
