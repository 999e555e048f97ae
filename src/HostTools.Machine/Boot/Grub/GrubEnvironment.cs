using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>GRUB's environment block: a file of a fixed size, since GRUB writes it without knowing file systems.</summary>
internal sealed class GrubEnvironment
{
    private const string Signature = "# GRUB Environment Block\n";

    // GRUB takes blocks of any size from this one on.
    private const int SmallestSize = 512;

    private readonly List<(string Name, string Value)> _variables;

    private GrubEnvironment(int size, List<(string Name, string Value)> variables) => (Size, _variables) = (size, variables);

    /// <summary>Bytes the file has, and keeps.</summary>
    public int Size { get; }

    /// <summary>A block without variables.</summary>
    public static byte[] Empty(int size) => Encoding.ASCII.GetBytes(Signature.PadRight(size, '#'));

    /// <exception cref="FormatException">It is no such block.</exception>
    public static GrubEnvironment Parse(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        if (bytes.Length < SmallestSize || !text.StartsWith(Signature, StringComparison.Ordinal))
            throw new FormatException("is no environment block of GRUB");
        var variables = new List<(string Name, string Value)>();
        foreach (string line in text[Signature.Length..].Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#')
                variables.Add((line[..equals], line[(equals + 1)..].Replace("\\\\", "\\", StringComparison.Ordinal)));
        }

        return new GrubEnvironment(bytes.Length, variables);
    }

    public string? this[string name] => _variables.FirstOrDefault(variable => variable.Name == name).Value;

    /// <summary>The block with a variable set, or unset with null; other lines and comments stay byte for byte.</summary>
    /// <exception cref="FormatException">There is no room for it.</exception>
    public static byte[] With(byte[] bytes, string name, string? value)
    {
        _ = Parse(bytes);
        byte[] line = value is null ? [] : Encoding.UTF8.GetBytes($"{name}={value.Replace("\\", "\\\\", StringComparison.Ordinal)}\n");
        (int start, int end) = Place(bytes, name) ?? (Used(bytes), Used(bytes));
        byte[] used = [.. bytes.AsSpan(0, start), .. line, .. bytes.AsSpan(end, Used(bytes) - end)];
        if (used.Length > bytes.Length)
            throw new FormatException($"has no room for '{name}'");
        byte[] all = new byte[bytes.Length];
        Array.Fill(all, (byte)'#');
        used.CopyTo(all, 0);
        return all;
    }

    /// <summary>Bytes up to the padding.</summary>
    private static int Used(byte[] bytes) => Array.LastIndexOf(bytes, (byte)'\n') + 1;

    private static (int Start, int End)? Place(byte[] bytes, string name)
    {
        foreach (BootLine line in BootText.Parse(bytes).Lines)
        {
            if (line.Raw.Span.StartsWith(Encoding.UTF8.GetBytes(name + "=")))
                return (line.Offset, line.End);
        }

        return null;
    }
}
