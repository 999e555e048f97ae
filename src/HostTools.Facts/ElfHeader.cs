using System.Buffers.Binary;

namespace HostTools.Facts;

/// <summary>Reads the architecture out of a program's header, the one thing that tells it for a root file system nobody runs.</summary>
/// <seealso href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html"/>
internal static class ElfHeader
{
    public static string? ArchitectureOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 20 || !head.StartsWith("\u007fELF"u8))
            return null;
        bool is64 = head[4] == 2;
        ushort machine = head[5] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(head[18..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[18..]);
        return machine switch
        {
            0x03 => "i686",
            0x15 => head[5] == 2 ? "ppc64" : "ppc64le",
            0x16 => "s390x",
            0x28 => "armv7l",
            0x3e => "x86_64",
            0xb7 => "aarch64",
            0xf3 => is64 ? "riscv64" : "riscv32",
            0x102 => "loongarch64",
            _ => null,
        };
    }
}
