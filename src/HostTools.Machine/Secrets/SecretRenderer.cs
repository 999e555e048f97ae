using System.Collections.Concurrent;
using System.Text;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration.Formats;
using HostTools.Platform;

namespace HostTools.Machine.Secrets;

/// <summary>Gets each secret once and writes it into text, escaped for where it stands.</summary>
internal sealed class SecretRenderer(SecretReader reader) : ISecretRenderer
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ConcurrentDictionary<SecretSource, Lazy<Task<SecretValue>>> _known = new();

    public async Task<SecretRendering> RenderAsync(SecretContent content, CancellationToken token)
    {
        var values = new Dictionary<string, SecretValue>(StringComparer.Ordinal);
        foreach (SecretSource source in content.Sources)
            values[source.Name] = await ReadAsync(source, token).ConfigureAwait(false);
        foreach ((string name, SecretValue value) in values)
            Remember(name, value);
        HostError[] errors = [.. values.Values.Select(static value => value.Error).OfType<HostError>()];
        if (errors.Length > 0)
            return new SecretRendering(null, errors);
        using var bytes = new MemoryStream();
        foreach (SecretPart part in content.Parts)
        {
            if (part.Text is { } text)
                bytes.Write(Encoding.UTF8.GetBytes(text));
            else if (Escaped(values[part.Secret!].Bytes!, part.Escape, out string? why) is { } piece) // A part is one of the two; without errors all have bytes.
                bytes.Write(piece);
            else
                return new SecretRendering(null, [MachineErrors.SecretUnfit(part.Secret!, why!, content.Sources.First(source => source.Name == part.Secret).Origin)]);
        }

        return new SecretRendering(bytes.ToArray(), []);
    }

    private async Task<SecretValue> ReadAsync(SecretSource source, CancellationToken token)
    {
        try
        {
            return await _known.GetOrAdd(source, key => new(() => reader.ReadAsync(key, token))).Value.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _known.TryRemove(source, out _);
            throw;
        }
    }

    /// <summary>Commands that run because of a file may quote it when they fail.</summary>
    private static void Remember(string name, SecretValue value)
    {
        if (value.Bytes is null)
            return;
        string text = Encoding.UTF8.GetString(value.Bytes);
        KnownSecrets.Add(name, text);
        KnownSecrets.Add(name, EscapedText.Escape(text));
    }

    private static byte[]? Escaped(byte[] value, SecretEscape escape, out string? why)
    {
        why = null;
        if (escape is SecretEscape.None)
            return value;
        string text;
        try
        {
            text = s_strict.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            why = "it is no text in UTF-8";
            return null;
        }

        if (escape is SecretEscape.Quoted)
            return Encoding.UTF8.GetBytes(EscapedText.Escape(text));
        if (text.AsSpan().IndexOfAny("\r\n\0") < 0)
            return value;
        why = "it has several lines";
        return null;
    }
}

/// <summary>The bytes of a secret, or why there are none. Never printed.</summary>
internal sealed record SecretValue(byte[]? Bytes, HostError? Error)
{
    public override string ToString() => "(secret)";
}
