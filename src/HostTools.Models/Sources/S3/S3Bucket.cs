using System.Net;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Lists a bucket, and signs requests for its objects where there is somebody to sign.</summary>
/// <param name="source">The bucket.</param>
/// <param name="http">The way there.</param>
/// <param name="credentials">Who signs; null asks as nobody.</param>
internal sealed class S3Bucket(S3Source source, ModelHttp http, S3Credentials? credentials)
{
    private const int LargestPage = 16 << 20;

    private S3Address _address = new(source, source.Region);
    private string _region = source.Region;

    /// <summary>All objects whose keys begin with a prefix.</summary>
    /// <exception cref="HostToolsException">ModelMissing, AccessRefused, TokenRefused, ListingEndless, AnswerUnreadable or what the network does.</exception>
    public async Task<IReadOnlyList<S3Object>> ListAsync(string prefix, CancellationToken token)
    {
        var objects = new List<S3Object>();
        var guard = new PageGuard(_address.Bucket().AbsoluteUri);
        for (string? next = string.Empty; next is not null;)
        {
            S3Page page = await PageAsync(prefix, next, token).ConfigureAwait(false);
            foreach (S3Object item in page.Objects)
            {
                guard.Count();
                objects.Add(item);
            }

            if (page.Next is not null)
                guard.Turn(page.Next);
            next = page.Next;
        }

        return objects;
    }

    /// <summary>How the bytes of an object come; one that was replaced since it was listed is refused by the server.</summary>
    public RemoteBytes Bytes(S3Object item)
    {
        var request = new RemoteRequest(_address.Object(item.Key)) { Signer = Signer };
        return new RemoteBytes(_ => ValueTask.FromResult(item.ETag.Length == 0 ? request : request with { Headers = new Dictionary<string, string> { ["If-Match"] = item.ETag } }))
        {
            Refused = refusal => refusal.Status is HttpStatusCode.PreconditionFailed ? ModelErrors.FileMissing(source, item.Key) : null,
        };
    }

    private S3Signer? Signer => credentials is null ? null : new S3Signer(_address.Server, _region, credentials, static () => DateTimeOffset.UtcNow);

    private async Task<S3Page> PageAsync(string prefix, string next, CancellationToken token)
    {
        for (bool hasMoved = false; ; hasMoved = true)
        {
            HttpAnswer answer = await http.AskAsync(List(prefix, next), token, LargestPage).ConfigureAwait(false);
            if (answer.IsSuccess)
                return answer.Read(() => S3Page.Read(answer.Body));
            // A bucket says itself in which region it is, whoever asks.
            string region = answer.Header("x-amz-bucket-region");
            if (hasMoved || region.Length == 0 || region == _region || !region.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
                throw new HostToolsException(Refused(answer));
            (_region, _address) = (region, new S3Address(source, region));
        }
    }

    private RemoteRequest List(string prefix, string next)
    {
        (string, string)[] query = [("encoding-type", "url"), ("list-type", "2"), ("prefix", prefix)];
        return new RemoteRequest(_address.Bucket(next.Length == 0 ? query : [("continuation-token", next), .. query])) { Signer = Signer };
    }

    private HostError Refused(HttpAnswer answer)
    {
        (string code, string message) = S3Page.ReadError(answer.Body);
        string server = answer.Request.Url.Authority;
        return code switch
        {
            "NoSuchBucket" => ModelErrors.ModelMissing(source, credentials is not null),
            "RequestTimeTooSkewed" => ModelErrors.AccessRefused(source, server, (int)answer.Status, "The clocks differ by more than a quarter of an hour; set the one of this machine."),
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" when credentials is not null =>
                ModelErrors.TokenRefused(server, credentials.Origin),
            _ when answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => ModelErrors.AccessRefused(source, server, (int)answer.Status, credentials is null
                ? "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, if it is not public."
                : $"Let the credentials from {credentials.Origin} list the bucket and read its objects."),
            _ when answer.Status is HttpStatusCode.NotFound => ModelErrors.ModelMissing(source, credentials is not null),
            _ => ModelErrors.ServerRefused(answer.Request.Shown, answer.Status, message.Length > 0 ? $"{code}: {message}" : answer.Refusal.Body),
        };
    }
}
