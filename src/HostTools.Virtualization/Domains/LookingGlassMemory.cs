using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>How much memory Looking Glass wants for a screen.</summary>
/// <remarks>B6 and B7: two frames and 10 MiB. With its own display driver: three frames whose lines are multiples of 256 bytes, and 4 MiB. Both rounded up to a power of two.</remarks>
public static class LookingGlassMemory
{
    private const double MiB = 1024 * 1024;

    /// <summary>What suffices for any version.</summary>
    /// <param name="width">Pixels of a line; 1 to 16384.</param>
    /// <param name="height">Lines; 1 to 16384.</param>
    /// <param name="isHdr">Twice the bytes for each pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A screen of such a size is not made.</exception>
    public static ByteSize For(int width, int height, bool isHdr = false) =>
        new(Math.Max(ForCapture(width, height, isHdr).Bytes, ForDriver(width, height).Bytes));

    /// <summary>What versions B6 and B7 want, which copy what a screen shows.</summary>
    public static ByteSize ForCapture(int width, int height, bool isHdr = false)
    {
        Check(width, height);
        return RoundedUp((double)width * height * (isHdr ? 8 : 4) * 2 + 10 * MiB);
    }

    /// <summary>What versions with a display driver of their own want.</summary>
    public static ByteSize ForDriver(int width, int height)
    {
        Check(width, height);
        return RoundedUp((width * 4 + 255) / 256 * 256L * height * 3 + 4 * MiB);
    }

    private static ByteSize RoundedUp(double bytes)
    {
        long size = (long)MiB;
        while (size < bytes)
            size *= 2;
        return new ByteSize(size);
    }

    private static void Check(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(width is >= 1 and <= 16384, true, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNotEqual(height is >= 1 and <= 16384, true, nameof(height));
    }
}
