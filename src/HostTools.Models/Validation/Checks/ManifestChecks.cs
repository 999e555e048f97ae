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
        foreach (ScannedFile file in context.Files.Files)
        {
            if (!expected.TryGetValue(file.Path, out string? hash) || !string.Equals(hash, HashOf(context.Files, file, token), StringComparison.OrdinalIgnoreCase))
                wrong.Add(file.Path);
        }

        return wrong.Count == 0 ? Verdict.Passed("All files have the hashes that were locked.") : Verdict.Failed($"Missing, not locked, or changed since they were locked: {Verdict.List(wrong)}.", wrong);
    }

    /// <summary>Lines as sha256sum writes them, ordered by path: <c>hash, two blanks, path</c>.</summary>
    public static byte[] Manifest(ValidationContext context, CancellationToken token)
    {
        var text = new StringBuilder();
        foreach (ScannedFile file in context.Files.Files.Where(static file => file.Path != SignatureFile).OrderBy(static file => file.Path, StringComparer.Ordinal))
            text.Append(HashOf(context.Files, file, token)).Append("  ").Append(file.Path).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

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
