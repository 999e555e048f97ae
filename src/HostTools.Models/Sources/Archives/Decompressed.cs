using System.IO.Compression;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What is in a compressed file; its first bytes say how. .NET itself knows gzip; xz and zstd are asked of their programs.</summary>
internal static class Decompressed
{
    private static readonly (byte[] Magic, string Program, string[] Arguments)[] s_programs =
    [
        // A stream may ask for a dictionary of gigabytes.
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "xz", ["--decompress", "--stdout", "--quiet", "--memlimit-decompress=1GiB"]),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", ["--decompress", "--stdout", "--quiet", "--no-progress", "--memory=1024MB"]),
    ];

    /// <summary>The caller closes what it gets; the file stays open.</summary>
    /// <exception cref="HostToolsException">ArchiveNeedsProgram.</exception>
    public static Stream Open(Stream file, ReadOnlySpan<byte> start, string name)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        foreach ((byte[] magic, string program, string[] arguments) in s_programs)
        {
            if (start.StartsWith(magic))
                return Start(program, arguments, file, name);
        }

        return new UnclosedStream(file);
    }

    internal static ProgramStream Start(string program, string[] arguments, Stream file, string name)
    {
        try
        {
            return ProgramStream.Start(new ProcessRequest(program, arguments), file);
        }
        catch (HostToolsException cause) when (cause.Errors[0].Kind is ErrorKind.NotFound)
        {
            throw new HostToolsException(ModelErrors.ArchiveNeedsProgram(name, program));
        }
    }

    private sealed class UnclosedStream(Stream stream) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => stream.Read(buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => stream.ReadAsync(buffer, cancellationToken);
    }
}
