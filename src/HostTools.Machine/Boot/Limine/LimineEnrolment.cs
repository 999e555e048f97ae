using System.Buffers;

namespace HostTools.Machine.Boot;

/// <summary>The hash of a configuration that can be written into Limine's program, which then starts with no other one.</summary>
internal static class LimineEnrolment
{
    private const int HashLength = 128;
    private const long LargestProgram = 16 << 20;

    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static ReadOnlySpan<byte> Signature => "++CONFIG_B2SUM_SIGNATURE++"u8;

    /// <summary>The first program that has a hash in it; null when none has.</summary>
    public static string? Find(BootFiles files, string? mount = null) =>
        LiminePlaces.Programs(files, mount).FirstOrDefault(path => files.Bytes(path, LargestProgram) is { } program && IsEnrolled(program));

    internal static bool IsEnrolled(ReadOnlySpan<byte> program)
    {
        int at = program.IndexOf(Signature);
        if (at < 0 || program.Length < at + Signature.Length + HashLength)
            return false;
        ReadOnlySpan<byte> hash = program.Slice(at + Signature.Length, HashLength);
        return hash.ContainsAnyExcept((byte)'0') && !hash.ContainsAnyExcept(s_digits);
    }
}
