using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Makes a tiny model that every check accepts, without any network. The same declaration always gives the same bytes.</summary>
public sealed class MockOrigin : IModelOrigin
{
    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is MockSource;

    /// <inheritdoc/>
    public Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var mock = (MockSource)source;
        if (context.PinnedVersion is { } pinned && pinned != mock.CommitSha)
            throw new HostToolsException(ModelErrors.VersionGone(mock, pinned, $"it is declared to be at '{mock.CommitSha}'"));
        return Task.FromResult(new ModelListing(mock, mock.CommitSha, mock.Files.Select(path => File(mock, path))));
    }

    private static ListedFile File(MockSource mock, string path)
    {
        byte[] content = Content(mock, path);
        return new ListedFile(path, LocalBytes.Of(content)) { Size = content.Length, Sha256 = ContentHash.Of(content) };
    }

    private static byte[] Content(MockSource mock, string path) => Path.GetExtension(path) switch
    {
        ".safetensors" => Safetensors(),
        ".json" => Encoding.UTF8.GetBytes($"{{\n  \"_name_or_path\": {JsonSerializer.Serialize(mock.Identifier)},\n  \"model_type\": \"mock\"\n}}\n"),
        _ => Encoding.UTF8.GetBytes($"{path} of {mock.Identifier}, a model for trying things out.\n"),
    };

    // Length of the header in eight bytes, the header, and one tensor of one zero.
    private static byte[] Safetensors()
    {
        byte[] header = """{"weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""u8.ToArray();
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, 0, 0, 0, 0];
    }
}
