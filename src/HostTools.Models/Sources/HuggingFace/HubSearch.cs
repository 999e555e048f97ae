using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Looks for models on a hub. Pages are asked for as they are needed.</summary>
/// <param name="http">The way to the hub.</param>
/// <param name="environment">Reads a variable of the environment.</param>
/// <seealso href="https://huggingface.co/docs/hub/api"/>
public sealed class HubSearch(ModelHttp http, Func<string, string?> environment)
{
    private const int PageSize = 100;

    private static readonly string[] s_fields = ["downloads", "gated", "lastModified", "library_name", "likes", "pipeline_tag", "private", "sha"];

    /// <summary>What fits, in the order that was asked for.</summary>
    /// <exception cref="HostToolsException">What the hub or the network says; AnswerUnreadable; Offline.</exception>
    public async IAsyncEnumerable<HubModel> FindAsync(HubQuery query, [EnumeratorCancellation] CancellationToken token)
    {
        var server = new HubServer(new HuggingFaceSource("models") { Endpoint = query.Endpoint }, http.Settings.HubEndpoint, environment);
        HeaderSigner? signer = HubToken.Find(new OriginContext(http, environment)) is { } found ? new HeaderSigner(server.Endpoint, "Bearer", found.Value) : null;
        Uri? page = new(server.Endpoint, "api/models?" + Text(query));
        var guard = new PageGuard(RemoteRequest.Show(page));
        int left = query.Limit;
        while (page is not null && left > 0)
        {
            guard.Turn(page.AbsoluteUri);
            HttpAnswer answer = await http.AskAsync(new RemoteRequest(page) { Signer = signer }, token).ConfigureAwait(false);
            if (!answer.IsSuccess)
                throw new HostToolsException(ModelErrors.ServerRefused(answer.Refusal.Address, answer.Status, answer.Refusal.Body));
            foreach (HubModel model in answer.Read(json => Read(json, query.Endpoint)).Take(left))
            {
                left--;
                yield return model;
            }

            page = HubPages.Next(server.Endpoint, page, answer);
        }
    }

    private static string Text(HubQuery query)
    {
        IEnumerable<(string Name, string? Value)> parts =
        [
            ("search", query.Text), ("author", query.Author), ("pipeline_tag", query.Task),
            .. query.Tags.Select(static tag => ("filter", (string?)tag)),
            ("sort", SortOf(query.Sort)), ("direction", "-1"), ("limit", Math.Min(query.Limit, PageSize).ToString(CultureInfo.InvariantCulture)),
            .. s_fields.Select(static field => ("expand", (string?)field)),
        ];
        return string.Join('&', parts.Where(static part => part.Value is { Length: > 0 }).Select(static part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }

    private static string SortOf(HubSort sort) => sort switch
    {
        HubSort.Likes => "likes",
        HubSort.Updated => "lastModified",
        HubSort.Created => "createdAt",
        HubSort.Trending => "trendingScore",
        _ => "downloads",
    };

    /// <exception cref="FormatException">It is no list of models.</exception>
    private static HubModel[] Read(JsonElement page, Uri? endpoint) => page.ValueKind is JsonValueKind.Array
        ? [.. page.EnumerateArray().Select(model => Of(model, endpoint))]
        : throw new FormatException("it is no list of models");

    private static HubModel Of(JsonElement json, Uri? endpoint)
    {
        var source = new HuggingFaceSource(json.Text("id")) { Endpoint = endpoint };
        if (SourceRules.Check(source).Count > 0)
            throw new FormatException("it lists a name that is none");
        return new HubModel(source)
        {
            Task = Word(json, "pipeline_tag"),
            Library = Word(json, "library_name"),
            Downloads = Number(json, "downloads"),
            Likes = Number(json, "likes"),
            UpdatedAt = json.OptionalText("lastModified") is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null,
            IsGated = json.Optional("gated") is { ValueKind: not JsonValueKind.False },
            IsPrivate = json.Optional("private") is { ValueKind: JsonValueKind.True },
            Commit = Word(json, "sha"),
        };
    }

    private static long Number(JsonElement json, string name) => json.Optional(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value) ? value : 0;

    // What strangers wrote goes to terminals.
    private static string? Word(JsonElement json, string name) => json.OptionalText(name) is { Length: > 0 and <= 100 } text && text.All(static letter => letter is > ' ' and <= '~') ? text : null;
}
