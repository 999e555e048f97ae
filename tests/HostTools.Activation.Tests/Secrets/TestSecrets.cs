using System.Text;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Knows the secrets of the tests: each name is a canary of its own, unless it is set or missing.</summary>
public sealed class TestSecrets : ISecretRenderer
{
    public Dictionary<string, string> Values { get; } = [];

    public HashSet<string> Missing { get; } = [];

    public int Rendered { get; private set; }

    /// <summary>A file with one secret behind some text.</summary>
    public static SecretResource File(string path, string text, string secret) => new(path)
    {
        Content = new SecretContent(
            [.. text.Length == 0 ? (SecretPart[])[] : [new SecretPart(text, null)], new SecretPart(null, secret)],
            [new SecretSource(secret, "test", secret + "-there")]),
        IsPersistent = true,
    };

    public Task<SecretRendering> RenderAsync(SecretContent content, CancellationToken token)
    {
        Rendered++;
        HostError[] errors = [.. content.Names.Where(Missing.Contains).Select(static name => new HostError("TestMissing", ErrorKind.NotFound, $"There is no '{name}'.", name))];
        string text = string.Concat(content.Parts.Select(part => part.Text ?? Values.GetValueOrDefault(part.Secret!) ?? Canary.Of(part.Secret!)));
        return Task.FromResult(errors.Length > 0 ? new SecretRendering(null, errors) : new SecretRendering(Encoding.UTF8.GetBytes(text), []));
    }
}

/// <summary>A value that must be found nowhere but in the files it is for.</summary>
public static class Canary
{
    private const string Word = "cAnArY/7-tweet";

    public static string Of(string name) => $"{Word}-{name}";

    /// <summary>How the word could be hidden in what is left behind.</summary>
    private static IReadOnlyList<byte[]> Forms { get; } =
    [
        Encoding.UTF8.GetBytes(Word),
        Encoding.Unicode.GetBytes(Word),
        Encoding.UTF8.GetBytes(Word.Replace("/", "\\/", StringComparison.Ordinal)),
        Encoding.UTF8.GetBytes(Word.Replace("/", "\\u002F", StringComparison.Ordinal)),
        Encoding.UTF8.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(Word))),
        Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Word))),
        // Wherever it begins in what was encoded, two of three groups come out whole.
        .. Enumerable.Range(0, 3).Select(static skipped => Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Word)[skipped..])[..12])),
    ];

    public static bool IsIn(ReadOnlySpan<byte> bytes)
    {
        foreach (byte[] form in Forms)
        {
            if (bytes.IndexOf(form) >= 0)
                return true;
        }

        return false;
    }

    public static bool IsIn(string text) => IsIn(Encoding.UTF8.GetBytes(text));

    /// <summary>Files below a folder that show it.</summary>
    public static IReadOnlyList<string> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Where(static file => IsIn(File.ReadAllBytes(file)))]
        : [];
}
