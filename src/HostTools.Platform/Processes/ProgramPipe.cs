using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace HostTools.Platform;

/// <summary>Whether a pipe that a program writes to has something to read, or has been closed.</summary>
internal static partial class ProgramPipe
{
    private const short PollIn = 1;
    private const int Interrupted = 4;

    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(15);

    /// <summary>Waits for bytes or the end of the pipe; false when neither came in that time.</summary>
    public static bool WaitToRead(Stream stream, TimeSpan limit) => stream switch
    {
        AnonymousPipeClientStream pipe => Use(pipe.SafePipeHandle, handle => Poll((int)handle, limit)),
        FileStream file => Use(file.SafeFileHandle, handle => Peek(handle, limit)),
        _ => true,
    };

    private static bool Use(SafeHandle handle, Func<nint, bool> isReadable)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            return isReadable(handle.DangerousGetHandle());
        }
        finally
        {
            if (isHeld)
                handle.DangerousRelease();
        }
    }

    private static bool Poll(int descriptor, TimeSpan limit)
    {
        var request = new PollRequest { Descriptor = descriptor, Events = PollIn };
        int answers;
        do
            answers = Poll(ref request, 1, (int)limit.TotalMilliseconds);
        while (answers < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return answers != 0;
    }

    // Windows cannot wait for a pipe; a closed one is "readable", as its end can be read.
    private static bool Peek(nint handle, TimeSpan limit)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_glance)
        {
            if (!PeekNamedPipe(handle, 0, 0, 0, out uint available, 0) || available > 0)
                return true;
            if (waited >= limit)
                return false;
            Thread.Sleep(s_glance);
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest requests, nuint count, int milliseconds);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PeekNamedPipe(nint handle, nint buffer, uint size, nint read, out uint available, nint left);

    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Answers;
    }
}
