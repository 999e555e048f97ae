using System.Security.Cryptography;
using System.Text;
using HostTools.Models.Scanning;

namespace HostTools.Models.Validation.Checks;

/// <summary>
/// Verifies <c>model.sig</c>: a signature (DER, also as base64) of the manifest's SHA-256 by an ECDSA key on P-256, P-384 or P-521. Such a one is made by
/// <c>openssl dgst -sha256 -sign key.pem</c>. .NET has no Ed25519, and bundles of sigstore are not read; both are said, never passed over.
/// </summary>
internal static class SignatureCheck
{
    private const int LongestSignature = 4096;

    public static Verdict Run(ValidationContext context, IReadOnlyList<string> keyFiles, CancellationToken token)
    {
        if (keyFiles.Count == 0)
            return Verdict.NotAvailable("No public key is named; write signature-verify:key.pem.");
        if (context.Files.Files.FirstOrDefault(static file => file.Path == ManifestChecks.SignatureFile) is not { IsLinkOutside: false } file)
            return Verdict.Failed($"The model has no signature: there is no file {ManifestChecks.SignatureFile}.");
        byte[] signature = Read(context.Files, file);
        byte[] manifest = ManifestChecks.Manifest(context, token);
        List<string> unusable = [];
        foreach (string keyFile in keyFiles)
        {
            if (Verify(keyFile, manifest, signature, out string problem))
                return Verdict.Passed($"The signature is that of {Path.GetFileName(keyFile)}.");
            if (problem.Length > 0)
                unusable.Add($"{keyFile}: {problem}");
        }

        return unusable.Count == keyFiles.Count
            ? Verdict.NotAvailable($"No key could be used: {string.Join("; ", unusable)}.")
            : Verdict.Failed($"The signature is none of the model by these keys.{(unusable.Count > 0 ? $" Not used: {string.Join("; ", unusable)}." : string.Empty)}", [ManifestChecks.SignatureFile]);
    }

    private static bool Verify(string keyFile, byte[] manifest, byte[] signature, out string problem)
    {
        problem = string.Empty;
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(keyFile));
            return key.VerifyData(manifest, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception cause) when (cause is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problem = cause is IOException or UnauthorizedAccessException ? cause.Message.TrimEnd('.') : "it is no ECDSA key in PEM; Ed25519 and RSA are not supported";
            return false;
        }
    }

    private static byte[] Read(IModelFiles files, ScannedFile file)
    {
        using Stream stream = files.Open(file);
        byte[] bytes = new byte[(int)Math.Min(stream.Length, LongestSignature)];
        stream.ReadExactly(bytes);
        byte[] decoded = new byte[bytes.Length];
        return Convert.TryFromBase64String(Encoding.Latin1.GetString(bytes).Trim(), decoded, out int length) ? decoded[..length] : bytes;
    }
}
