using System.Security.Cryptography;
using System.Text;
using HostTools.Models.Scanning;

namespace HostTools.Models.Validation.Checks;

/// <summary>Hashes of files, and the manifest that is made of them.</summary>
internal static class ManifestChecks
{
    /// <summary>The file with the signature of the manifest; the manifest leaves it out.</summary>
    public const string SignatureFile = "model.sig";

    public static Verdict Checksums(ValidationContext context, CancellationToken token)
    {
        if (context.Sha256 is not { } expected)
            return Verdict.NotAvailable("No hashes were locked for this model.");
        List<string> wrong = [.. expected.Keys.Except(context.Files.Files.Select(static file => file.Path), StringComparer.Ordinal)];
        foreach ((ScannedFile file, string found) in HashesOf(context, token))
        {
            if (!expected.TryGetValue(file.Path, out string? hash) || !string.Equals(hash, found, StringComparison.OrdinalIgnoreCase))
                wrong.Add(file.Path);
        }

        return wrong.Count == 0 ? Verdict.Passed("All files have the hashes that were locked.") : Verdict.Failed($"Missing, not locked, or changed since they were locked: {Verdict.List(wrong)}.", wrong);
    }

    /// <summary>Lines as sha256sum writes them, ordered by path: <c>hash, two blanks, path</c>.</summary>
    public static byte[] Manifest(ValidationContext context, CancellationToken token)
    {
        var text = new StringBuilder();
        foreach ((ScannedFile file, string hash) in HashesOf(context, token).Where(static pair => pair.File.Path != SignatureFile).OrderBy(static pair => pair.File.Path, StringComparer.Ordinal))
            text.Append(hash).Append("  ").Append(file.Path).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IEnumerable<(ScannedFile File, string Hash)> HashesOf(ValidationContext context, CancellationToken token) =>
        context.Files.Files.Zip(SideBySide.Of(context.Files.Files, file => HashOf(context.Files, file, token), token));

    private static string HashOf(IModelFiles files, ScannedFile file, CancellationToken token)
    {
        if (file.IsLinkOutside || file.IsSpecial)
            return string.Empty;
        using Stream stream = files.Open(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        while (stream.Read(buffer) is > 0 and var read)
        {
            token.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
