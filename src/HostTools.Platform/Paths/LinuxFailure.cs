using System.Runtime.InteropServices;

namespace HostTools.Platform;

/// <summary>Error numbers of Linux in words.</summary>
internal static class LinuxFailure
{
    public const int NotImplemented = 38;
    public const int NotPermitted = 1;
    public const int TryAgain = 11;
    public const int Interrupted = 4;
    public const int InvalidArgument = 22;
    public const int NotSupported = 95;

    public static RootFailure Of(int number) => number switch
    {
        2 => RootFailure.NotFound,
        17 => RootFailure.Exists,
        20 => RootFailure.NotDirectory,
        21 => RootFailure.IsDirectory,
        39 => RootFailure.NotEmpty,
        1 or 13 => RootFailure.AccessDenied,
        28 or 122 => RootFailure.NoSpace,
        30 => RootFailure.ReadOnly,
        40 or 18 => RootFailure.LinkLoop,
        27 => RootFailure.TooLarge,
        _ => RootFailure.Other,
    };

    /// <summary>The failure of the last call.</summary>
    public static RootIOException Create(string verb, string shown, string path)
    {
        int number = Marshal.GetLastPInvokeError();
        RootFailure reason = Of(number);
        string why = reason switch
        {
            RootFailure.NotFound => "it does not exist",
            RootFailure.Exists => "something is there already",
            RootFailure.NotDirectory => "a part of the path is no directory",
            RootFailure.IsDirectory => "it is a directory",
            RootFailure.NotEmpty => "the directory is not empty",
            RootFailure.AccessDenied => "permission denied",
            RootFailure.NoSpace => "no space is left on the device",
            RootFailure.ReadOnly => "the file system is read-only",
            RootFailure.LinkLoop => "its symbolic links go round in circles or leave the root",
            _ => Marshal.GetPInvokeErrorMessage(number),
        };
        return new RootIOException($"{verb} '{shown}' failed: {why}.", reason, path);
    }
}
