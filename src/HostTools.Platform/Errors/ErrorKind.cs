namespace HostTools.Platform;

/// <summary>What sort of failure an error is; decides the PowerShell category and the exit code, once for all.</summary>
public enum ErrorKind
{
    /// <summary>The user's text or argument is wrong.</summary>
    InvalidInput,

    /// <summary>A named thing does not exist.</summary>
    NotFound,

    /// <summary>Two wishes, or a wish and what is there, exclude each other.</summary>
    Conflict,

    /// <summary>The rights of this process do not suffice.</summary>
    PermissionDenied,

    /// <summary>What was decided on has changed since.</summary>
    Stale,

    /// <summary>Somebody else holds what is needed.</summary>
    Busy,

    /// <summary>An operation was tried and failed.</summary>
    Failed,

    /// <summary>Not possible on this platform or target.</summary>
    NotSupported,

    /// <summary>A person has to agree first, and nobody was there to ask.</summary>
    ConfirmationRequired,
}
