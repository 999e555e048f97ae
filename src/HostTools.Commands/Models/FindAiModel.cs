using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A model that a hub has.</summary>
/// <param name="Id">Its name there, <c>org/name</c>.</param>
/// <param name="Source">What Install-AiModel takes.</param>
/// <param name="Task">What it is for; null when nobody said.</param>
/// <param name="Downloads">Downloads in the last month.</param>
/// <param name="Likes">Likes.</param>
/// <param name="UpdatedAt">When it was changed; null when the hub does not say.</param>
public sealed record AiModelOffer(string Id, string Source, string? Task, long Downloads, long Likes, DateTimeOffset? UpdatedAt)
{
    /// <summary>Library that loads it; null when nobody said.</summary>
    public string? Library { get; init; }

    /// <summary>Its author wants to know who takes it: it needs a token, and a click on its page.</summary>
    public bool IsGated { get; init; }

    /// <summary>Only some see it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Commit that its main branch is now; null when the hub does not say.</summary>
    public string? Commit { get; init; }

    internal static AiModelOffer Of(HubModel model) => new(
        model.Source.Repo, model.Source.Endpoint is null ? $"hf:{model.Source.Repo}" : model.Source.Canonical, model.Task, model.Downloads, model.Likes, model.UpdatedAt)
    {
        Library = model.Library,
        IsGated = model.IsGated,
        IsPrivate = model.IsPrivate,
        Commit = model.Commit,
    };
}

/// <summary>Looks for AI models on Hugging Face, or on a hub that speaks its protocol.</summary>
/// <remarks>
/// <para>What is found can be piped to Install-AiModel. Private models are found with a token: HF_TOKEN, or the file of a login. Other kinds of sources
/// have no search that programs may use.</para>
/// </remarks>
/// <example>
/// <para>Small models for text, those that are downloaded most first.</para>
/// <code lang="pwsh">Find-AiModel tiny -Task text-generation -Limit 5</code>
/// <code lang="sh">hosttools model find tiny --task text-generation --limit 5</code>
/// </example>
/// <example>
/// <para>What somebody changed last, and what installing it would fetch.</para>
/// <code lang="pwsh">Find-AiModel -Author org -Sort Updated -Limit 1 | Install-AiModel -Store ./models -WhatIf</code>
/// <code lang="sh">hosttools model find --author org --sort updated --limit 1</code>
/// </example>
[Command("Find", "AiModel", Effect = Effect.Read, Cli = "model find")]
public sealed class FindAiModel : StoreCommand, ICommand<AiModelOffer>
{
    private const int Most = 10_000;

    /// <summary>Words in the name.</summary>
    [Argument(Position = 0)]
    public string? Query { get; set; }

    /// <summary>User or organisation.</summary>
    [Argument]
    public string? Author { get; set; }

    /// <summary>What it is for, such as text-generation.</summary>
    [Argument(Completer = typeof(TaskCompleter))]
    public string? Task { get; set; }

    /// <summary>Tags that it must have, such as gguf or safetensors.</summary>
    [Argument]
    public string[] Tag { get; set; } = [];

    /// <summary>Which come first: Downloads, Likes, Updated, Created or Trending.</summary>
    [Argument]
    public HubSort Sort { get; set; }

    /// <summary>The most that are wanted, 1 to 10000; 20 when not given.</summary>
    [Argument]
    public int? Limit { get; set; }

    /// <summary>Address of another hub; HF_ENDPOINT, else Hugging Face, when not given.</summary>
    [Argument]
    public string? Endpoint { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelOffer> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        if (Limit is < 1 or > Most)
            throw new HostToolsException(CommandErrors.ArgumentInvalid(nameof(Limit), $"it is 1 to {Most}."));
        Uri? endpoint = null;
        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out endpoint) && endpoint is { Scheme: "http" or "https", UserInfo: "" }))
            throw new HostToolsException(CommandErrors.ArgumentInvalid(nameof(Endpoint), "an address that begins with https:// or http://, without a password."));
        var query = new HubQuery(Query) { Author = Author, Task = Task, Tags = Tag, Sort = Sort, Limit = Limit ?? 20, Endpoint = endpoint };
        using var http = new ModelHttp(new OfflineSwitch(Open(context).Store).Over(new NetworkSettings()));
        using IDisposable slow = context.WhenSlow("Asking", "the hub");
        bool isFound = false;
        await foreach (HubModel model in new HubSearch(http, context.Environment.Variable).FindAsync(query, token).ConfigureAwait(false))
        {
            isFound = true;
            yield return AiModelOffer.Of(model);
        }

        if (!isFound)
            context.Note("The hub has no such model.");
    }
}

/// <summary>Tasks as hubs call them.</summary>
public sealed class TaskCompleter : ICompleter
{
    private static readonly string[] s_tasks =
    [
        "any-to-any", "automatic-speech-recognition", "audio-classification", "depth-estimation", "feature-extraction", "fill-mask", "image-classification",
        "image-segmentation", "image-text-to-text", "image-to-image", "image-to-text", "image-to-video", "object-detection", "question-answering",
        "sentence-similarity", "summarization", "text-classification", "text-generation", "text-ranking", "text-to-audio", "text-to-image", "text-to-speech",
        "text-to-video", "time-series-forecasting", "token-classification", "translation", "zero-shot-classification",
    ];

    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) => s_tasks.Select(static task => new Completion(task));
}
