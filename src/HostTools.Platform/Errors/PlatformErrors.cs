namespace HostTools.Platform;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class PlatformErrors
{
    /// <summary>A program is missing or may not be executed.</summary>
    public static HostError ProgramNotFound(string program, Exception? cause) =>
        new(nameof(ProgramNotFound), ErrorKind.NotFound,
            $"The program '{program}' cannot be started: {cause?.Message.TrimEnd('.') ?? "nothing was started"}. Install it, or put its folder on PATH.", program)
        { Cause = cause };

    /// <summary>A program ran longer than it was given.</summary>
    public static HostError ProgramTimedOut(string program, TimeSpan limit) =>
        new(nameof(ProgramTimedOut), ErrorKind.Failed,
            $"The program '{program}' did not end within {new Duration(limit)} and was stopped.", program);
}
