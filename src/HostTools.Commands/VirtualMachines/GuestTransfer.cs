using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Files that are carried into a guest and out of it.</summary>
/// <param name="directory">What paths here are relative to.</param>
/// <param name="send">From here to there.</param>
/// <param name="receive">From there to here.</param>
/// <param name="isForced">What is here may be replaced.</param>
/// <param name="limit">Most bytes of a file that comes.</param>
internal sealed class GuestTransfer(string directory, IReadOnlyDictionary<string, string> send, IReadOnlyDictionary<string, string> receive, bool isForced, long limit)
{
    /// <summary>Most bytes of a program's input: a third more as base64 has to fit into one message.</summary>
    public const int MostInput = 3_000_000;

    private readonly (string Here, string There)[] _send = [.. send.Select(pair => (Path.GetFullPath(pair.Key, directory), pair.Value)).OrderBy(static pair => pair.Value, StringComparer.Ordinal)];
    private readonly (string There, string Here)[] _receive = [.. receive.Select(pair => (pair.Key, Path.GetFullPath(pair.Value, directory))).OrderBy(static pair => pair.Key, StringComparer.Ordinal)];

    public IReadOnlyList<string> Sent => [.. _send.Select(static pair => pair.There)];

    public IReadOnlyList<string> Received => [.. _receive.Select(static pair => pair.Here)];

    /// <summary>Looks at everything here before anything happens there.</summary>
    /// <exception cref="HostToolsException">VmFileUnreadable, VmFileInTheWay.</exception>
    public void RequireAll()
    {
        foreach ((string here, _) in _send)
            Open(here).Dispose();
        foreach ((_, string here) in _receive)
        {
            if (Directory.Exists(here))
                throw new HostToolsException(VmErrors.VmFileInTheWay(here, "it is a folder"));
            if (!isForced && File.Exists(here))
                throw new HostToolsException(VmErrors.VmFileInTheWay(here, "it exists"));
        }
    }

    /// <summary>What would be done, in lines. Arguments are shown, input and environment are not.</summary>
    public IEnumerable<string> Lines(string machine, GuestCommand? command) =>
    [
        .. _send.Select(pair => $"+ {machine}:{pair.There} from {pair.Here}"),
        .. command is null ? Array.Empty<string>() : [$"~ {machine} runs {string.Join(' ', command.Arguments.Prepend(command.Program))}"],
        .. _receive.Select(pair => $"+ {pair.Here} from {machine}:{pair.There}"),
    ];

    public async Task SendAsync(GuestAgent agent, Action<string> progress, CancellationToken token)
    {
        foreach ((string here, string there) in _send)
        {
            progress(there);
            using FileStream file = Open(here);
            await new GuestFiles(agent).WriteAsync(there, file, token).ConfigureAwait(false);
        }
    }

    public async Task ReceiveAsync(GuestAgent agent, Action<string> progress, CancellationToken token)
    {
        foreach ((string there, string here) in _receive)
        {
            progress(there);
            string draft = $"{here}.hosttools-{Guid.NewGuid():N}";
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(here)!); // It is a full path of a file.
                using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
                    await new GuestFiles(agent).ReadAsync(there, file, limit, token).ConfigureAwait(false);
                File.Move(draft, here, isForced);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new HostToolsException(VmErrors.VmFileInTheWay(here, problem.Message));
            }
            finally
            {
                File.Delete(draft);
            }
        }
    }

    /// <summary>A file's bytes, as many as there are up to a limit.</summary>
    /// <exception cref="HostToolsException">VmFileUnreadable.</exception>
    public static async Task<byte[]> ReadAsync(string path, int limit, CancellationToken token)
    {
        using FileStream file = Open(path);
        byte[] bytes = new byte[limit];
        return bytes[..await file.ReadAtLeastAsync(bytes, limit, throwOnEndOfStream: false, token).ConfigureAwait(false)];
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(VmErrors.VmFileUnreadable(path, problem.Message));
        }
    }
}
