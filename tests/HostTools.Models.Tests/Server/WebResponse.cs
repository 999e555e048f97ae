using System.Globalization;
using System.Text;

namespace HostTools.Models.Tests.Server;

/// <summary>How an answer goes wrong.</summary>
internal enum WebFault
{
    None,

    /// <summary>The connection is reset in place of an answer.</summary>
    Reset,

    /// <summary>It is reset when the body is out.</summary>
    ResetInside,

    /// <summary>Nothing comes any more, and the connection stays open.</summary>
    Silence,

    /// <summary>It does not say how long the body is, and closes after it.</summary>
    NoLength,
}

/// <summary>An answer. Bodies are made where they are needed, so that large ones take no memory.</summary>
internal sealed record WebResponse(int Status)
{
    public delegate void Filler(long offset, Span<byte> into);

    public List<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Bytes that the header promises.</summary>
    public long Size { get; init; }

    /// <summary>Bytes that really come.</summary>
    public long Length { get; init; }

    public Filler Body { get; init; } = static (_, _) => { };

    public WebFault Fault { get; init; }

    /// <summary>Wait after each 64 bytes; null sends as fast as it can.</summary>
    public TimeSpan? Pause { get; init; }

    public static WebResponse Text(int status, string text, params (string Name, string Value)[] headers) => Bytes(status, Encoding.UTF8.GetBytes(text), headers);

    public static WebResponse Bytes(int status, byte[] bytes, params (string Name, string Value)[] headers) => new(status)
    {
        Headers = [.. headers],
        Size = bytes.Length,
        Length = bytes.Length,
        Body = (offset, into) => bytes.AsSpan((int)offset, into.Length).CopyTo(into),
    };

    public static WebResponse Redirect(Uri to, int status = 302) => new(status) { Headers = [("Location", to.AbsoluteUri)] };

    /// <summary>A file, or the range of it that is wanted.</summary>
    public static WebResponse File(WebRequest request, TestContent content, string? etag = null)
    {
        (long first, long last) = request.Range is { } range ? (range.First, Math.Min(range.Last ?? long.MaxValue, content.Size - 1)) : (0, content.Size - 1);
        if (request.Range is not null && first >= content.Size)
            return new WebResponse(416) { Headers = [("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{content.Size}"))] };
        var response = new WebResponse(request.Range is null ? 200 : 206) { Size = last - first + 1, Length = last - first + 1, Body = (offset, into) => content.Fill(first + offset, into) };
        if (request.Range is not null)
            response.Headers.Add(("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{content.Size}")));
        if (etag is not null)
            response.Headers.Add(("ETag", $"\"{etag}\""));
        return response;
    }

    /// <summary>The same with a part of its end missing.</summary>
    public WebResponse Short(long bytes) => this with { Length = Math.Max(0, Length - bytes) };
}
