using System.Text;
using HostTools.Platform;

namespace HostTools.Models.Tests;

/// <summary>Asks an origin as the rooms above do, without waiting between attempts, with an environment of its own.</summary>
internal sealed class Asking : IDisposable
{
    private readonly ModelHttp _http = new(new NetworkSettings { MaxAttempts = 3, ReadTimeout = TimeSpan.FromSeconds(30) }, static (_, _) => Task.CompletedTask);

    public Dictionary<string, string> Environment { get; } = [];

    public TemporaryDirectory Home { get; } = new();

    public ModelAuth Auth { get; set; } = new();

    public string? Pinned { get; set; }

    public ModelHttp Http => _http;

    public OriginContext Context => new(_http, Environment.GetValueOrDefault)
    {
        Auth = Auth,
        PinnedVersion = Pinned,
        HomeDirectory = Home.Path,
        ScratchDirectory = Directory.CreateDirectory(Home[$"scratch-{Guid.NewGuid():N}"]).FullName,
    };

    public Task<ModelListing> ResolveAsync(ModelSource source)
    {
        SourceRules.Require(source);
        return ModelOrigins.For(source).ResolveAsync(source, Context, CancellationToken.None);
    }

    public async Task<HostError> ErrorAsync(ModelSource source) => (await Assert.ThrowsAsync<HostToolsException>(() => ResolveAsync(source))).Errors[0];

    /// <summary>The bytes of a file, by one request.</summary>
    public async Task<byte[]> BytesAsync(ListedFile file)
    {
        using var bytes = new MemoryStream();
        if (file.Bytes is LocalBytes local)
        {
            await using Stream stream = await local.Open(CancellationToken.None);
            await stream.CopyToAsync(bytes);
            return bytes.ToArray();
        }

        RemoteRequest request = await ((RemoteBytes)file.Bytes).Locate(CancellationToken.None);
        HttpAnswer answer = await _http.AskAsync(request, CancellationToken.None);
        Assert.True(answer.IsSuccess, $"{request.Shown}: {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        return answer.Body;
    }

    public async Task<string> TextAsync(ListedFile file) => Encoding.UTF8.GetString(await BytesAsync(file));

    /// <summary>All files as <c>path=text</c>, archives unpacked, every declared size and hash checked.</summary>
    public async Task<string[]> FilesAsync(ModelListing listing)
    {
        var files = new List<string>();
        foreach (ListedFile file in listing.Files)
        {
            byte[] bytes = await BytesAsync(file);
            Assert.Equal(file.Size ?? bytes.Length, bytes.Length);
            Assert.Equal(file.Sha256 ?? ContentHash.Of(bytes), ContentHash.Of(bytes));
            if (file.Unpacker is null)
                files.Add($"{file.Path}={Encoding.UTF8.GetString(bytes)}");
            else
                files.AddRange((await UnpackAsync(file.Unpacker, bytes)).Select(entry => file.Path.Length == 0 ? entry : $"{file.Path}/{entry}"));
        }

        return [.. files.Order(StringComparer.Ordinal)];
    }

    public static async Task<string[]> UnpackAsync(IUnpacker unpacker, byte[] archive)
    {
        var files = new List<string>();
        using var stream = new MemoryStream(archive);
        await foreach (UnpackedFile file in unpacker.UnpackAsync(stream, CancellationToken.None))
        {
            using var reader = new StreamReader(file.Content);
            files.Add($"{file.Path}={await reader.ReadToEndAsync()}");
        }

        return [.. files];
    }

    public void Dispose()
    {
        _http.Dispose();
        Home.Dispose();
    }
}
