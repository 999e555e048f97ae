using System.Runtime.CompilerServices;
using System.Text;
using HostTools.Commands;

namespace HostTools.Cli;

/// <summary>The first steps of the executable.</summary>
internal static class Startup
{
    /// <summary>Writes the version to standard output, past the console classes, which would look up the terminal first.</summary>
    public static int WriteVersion()
    {
        using Stream output = StandardStream.Output();
        output.Write(Encoding.UTF8.GetBytes(Version + "\n"));
        return ExitCodes.Done;
    }

    /// <summary>The version of the executable, for example <c>0.1.0</c>.</summary>
    public static string Version => typeof(Startup).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs a command line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(string[] args) => args is [DetachedWatcher.Verb, _, _, _]
        ? Watcher.Run(args.AsSpan(1))
        : LastResort.Run(() => RunUntilSignal(args), Terminal.ErrorOfProcess());

    private static int RunUntilSignal(string[] args)
    {
        using var interruption = new Interruption();
        int code = new Application(Terminal.OfProcess(), Environment.CurrentDirectory, interruption.Token).Run(args);
        return interruption.ExitCode ?? code;
    }
}
