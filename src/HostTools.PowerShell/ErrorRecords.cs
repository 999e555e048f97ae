using System.Management.Automation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.PowerShell;

/// <summary>Makes error records of our errors; nothing else in the module does.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(HostError error) =>
        new(new HostToolsException(error), error.Id, CategoryOf(error.Kind), error.Target) { ErrorDetails = new ErrorDetails(ErrorText.Of(error)) };

    private static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidInput => ErrorCategory.InvalidData,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.Conflict => ErrorCategory.ResourceExists,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.Stale => ErrorCategory.InvalidOperation,
        ErrorKind.Busy => ErrorCategory.ResourceBusy,
        ErrorKind.NotSupported => ErrorCategory.NotEnabled,
        ErrorKind.ConfirmationRequired => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidResult,
    };
}
