using System.Buffers.Binary;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Text;

namespace HostTools.Virtualization;

/// <summary>Identities that stay the same for ever, because they are computed from names.</summary>
/// <remarks>UUID: version 5 of RFC 9562. MAC: 52:54:00, which QEMU's machines begin with, and 24 bits of a hash.</remarks>
public static class VmIdentity
{
    private static readonly Guid s_space = new("1f6f0c0b-7a3c-5f0e-9b7e-6e2f1d1a4c52");

    /// <summary>The UUID of a machine.</summary>
    /// <param name="host">Name of the host that it was declared for first.</param>
    /// <param name="name">Its own name.</param>
    public static Guid Uuid(string host, string name) => Version5(s_space, $"{host}\n{name}");

    /// <summary>The address of a network card.</summary>
    /// <param name="machine">UUID of the machine.</param>
    /// <param name="index">Number of the card, from 0.</param>
    public static PhysicalAddress Mac(Guid machine, int index)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{machine:D}\n{index}"));
        return new PhysicalAddress([0x52, 0x54, 0x00, hash[0], hash[1], hash[2]]);
    }

    /// <summary>A UUID of version 5: SHA-1 of a name in a space of names.</summary>
    internal static Guid Version5(Guid space, string name)
    {
        Span<byte> input = stackalloc byte[16 + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[16..]);
#pragma warning disable CA5350 // RFC 9562 says SHA-1; nothing is kept safe by it.
        Span<byte> hash = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
