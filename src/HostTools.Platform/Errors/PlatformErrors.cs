namespace HostTools.Platform;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class PlatformErrors
{
    /// <summary>A program that is needed is missing or may not be executed.</summary>
    /// <remarks>Install it, or put its folder on PATH.</remarks>
    /// <example><code lang="text">A trigger runs 'udevadm' on a system without it.</code></example>
    public static HostError ProgramNotFound(string program, Exception? cause) =>
        new(nameof(ProgramNotFound), ErrorKind.NotFound,
            $"The program '{program}' cannot be started: {cause?.Message.TrimEnd('.') ?? "nothing was started"}. Install it, or put its folder on PATH.", program)
        { Cause = cause };

    /// <summary>A program ran longer than it was given and was stopped.</summary>
    /// <remarks>Run it by hand to see what it waits for.</remarks>
    /// <example><code lang="text">A trigger waits for an answer that nobody gives.</code></example>
    public static HostError ProgramTimedOut(string program, TimeSpan limit) =>
        new(nameof(ProgramTimedOut), ErrorKind.Failed,
            $"The program '{program}' did not end within {new Duration(limit)} and was stopped.", program);
}
