using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using HostTools.Commands;
using HostTools.Commands.Framework;

namespace HostTools.Cli;

/// <summary>The executable as the process that waits for a confirmation: nobody's child any more, without a terminal and without streams.</summary>
internal static partial class Watcher
{
    private const int ReadAndWrite = 2;

    /// <summary>Watches until nothing waits any more.</summary>
    /// <param name="words">Root, state and user; empty where there is none.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(ReadOnlySpan<string> words)
    {
        (string root, string? state, string? user) = (words[0], NullIfEmpty(words[1]), NullIfEmpty(words[2]));
        if (OperatingSystem.IsLinux())
            _ = NewSession();
        using (Stream output = StandardStream.Output())
            output.Write(Encoding.UTF8.GetBytes(DetachedWatcher.Ready + "\n"));
        if (OperatingSystem.IsLinux())
            LetGoOfStreams();
        return LastResort.Run(() => RunUntilSignal(root, state, user), TextWriter.Null);
    }

    private static int RunUntilSignal(string root, string? state, string? user)
    {
        using var interruption = new Interruption();
        ConfirmationWatch.RunAsync(new CommandEnvironment { CurrentDirectory = "/" }, root, state, user, interruption.Token).GetAwaiter().GetResult();
        return ExitCodes.Done;
    }

    private static void LetGoOfStreams()
    {
        int nothing = Open("/dev/null", ReadAndWrite);
        for (int stream = 0; nothing >= 0 && stream <= 2; stream++)
            _ = Duplicate(nothing, stream);
    }

    private static string? NullIfEmpty(string word) => word.Length == 0 ? null : word;

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
