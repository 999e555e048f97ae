using System.Runtime.InteropServices;

namespace HostTools.Cli;

/// <summary>Asks the terminal behind standard output how wide it is, and touches nothing else of it.</summary>
internal static partial class TerminalSize
{
    private const int Usual = 80;
    private const int StandardOutput = 1;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>Columns; 80 where the terminal does not say.</summary>
    public static int Columns()
    {
        if (!OperatingSystem.IsLinux())
            return Console.WindowWidth;
        return Control(StandardOutput, GetWindowSize, out WindowSize size) == 0 && size.Columns > 0 ? size.Columns : Usual;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out WindowSize size);

    // struct winsize of ioctl_tty(2).
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
