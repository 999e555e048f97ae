namespace HostTools.Cli;

/// <summary>What the executable exits with; the same for every command.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Done = 0;

    /// <summary>Something failed; standard error says what.</summary>
    public const int Failed = 1;

    /// <summary>Changes are pending, where the command line asked to be told.</summary>
    public const int Pending = 2;

    /// <summary>A person has to agree, and said no or was not there to ask.</summary>
    public const int ConfirmationRequired = 3;

    /// <summary>The command line makes no sense (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>Interrupted from the keyboard: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Told to end: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
