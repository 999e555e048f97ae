using System.Net;
using System.Text;

namespace HostTools.Models;

/// <summary>An answer that is no success and that another attempt would not change.</summary>
/// <param name="Address">What was asked, without what is secret in it.</param>
/// <param name="Status">Its status.</param>
/// <param name="Header">Value of a header; empty when it is absent.</param>
/// <param name="Body">What it said, at most 2,000 characters.</param>
public sealed record HttpRefusal(string Address, HttpStatusCode Status, Func<string, string> Header, string Body)
{
    private const int LongestBody = 2000;

    /// <summary>Of an answer whose body was read, or not.</summary>
    public static HttpRefusal Of(RemoteRequest request, HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        Of(new HttpAnswer(request, response.StatusCode, body.ToArray(), response.Headers, response.Content.Headers));

    /// <summary>Of an answer that was read.</summary>
    public static HttpRefusal Of(HttpAnswer answer) =>
        new(answer.Request.Shown, answer.Status, answer.Header, Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, LongestBody))));
}
