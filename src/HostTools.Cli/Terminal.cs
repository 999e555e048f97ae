using System.Text;

namespace HostTools.Cli;

/// <summary>Where text goes and comes from, and what the other end can show.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Input">Standard input, opened when somebody is asked.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Func<TextReader> Input)
{
    /// <summary>Somebody is there to answer.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Standard output may carry colour.</summary>
    public bool ColorsOutput { get; init; }

    /// <summary>Standard error may carry colour.</summary>
    public bool ColorsError { get; init; }

    /// <summary>Columns of standard output; null when it is no terminal and nothing has to fit.</summary>
    public int? Width { get; init; }

    /// <summary>The terminal this process was started in.</summary>
    public static Terminal OfProcess()
    {
        // Whether colour is wanted is decided here and nowhere else: libraries get it wrong when only one stream is redirected.
        bool plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        return new Terminal(
            Writer(StandardStream.Output()), ErrorOfProcess(),
            static () => Console.In)
        {
            IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            ColorsOutput = !plain && !Console.IsOutputRedirected,
            ColorsError = !plain && !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? null : Math.Max(40, TerminalSize.Columns()),
        };
    }

    /// <summary>Standard error of this process.</summary>
    public static TextWriter ErrorOfProcess() => Writer(StandardStream.Error());

    // UTF-8 whatever the locale of whoever ran it: a script reads the same bytes everywhere.
    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>The same without colour.</summary>
    public Terminal WithoutColor() => this with { ColorsOutput = false, ColorsError = false };
}
