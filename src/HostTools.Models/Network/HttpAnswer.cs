using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>An answer that was read as a whole.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Status">Its status.</param>
/// <param name="Body">All that it says.</param>
/// <param name="Headers">Its headers, for example <c>Link</c>.</param>
/// <param name="ContentHeaders">What it says of its body, for example <c>Content-Type</c>.</param>
public sealed record HttpAnswer(RemoteRequest Request, HttpStatusCode Status, byte[] Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    /// <summary>The status is one of those of success.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The same for those who make an error of it.</summary>
    public HttpRefusal Refusal => HttpRefusal.Of(this);

    /// <summary>Value of a header; empty when it is absent.</summary>
    public string Header(string name) =>
        Headers.TryGetValues(name, out IEnumerable<string>? values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : string.Empty;

    /// <summary>Makes something of a body in JSON; what the reader throws at unexpected types becomes an error that names the server.</summary>
    /// <exception cref="HostToolsException">AnswerUnreadable.</exception>
    public T Read<T>(Func<JsonElement, T> reader) => Read(() =>
    {
        using var json = JsonDocument.Parse(Body);
        return reader(json.RootElement);
    });

    /// <summary>The same of any other body.</summary>
    /// <exception cref="HostToolsException">AnswerUnreadable.</exception>
    public T Read<T>(Func<T> reader)
    {
        try
        {
            return reader();
        }
        // GetString of a lone surrogate throws InvalidOperationException.
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException or System.Xml.XmlException)
        {
            throw new HostToolsException(ModelErrors.AnswerUnreadable(Request.Shown, cause));
        }
    }
}
