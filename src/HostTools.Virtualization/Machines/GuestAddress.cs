using System.Net;
using System.Net.Sockets;

namespace HostTools.Virtualization;

/// <summary>Which of a guest's addresses lead to it.</summary>
internal static class GuestAddress
{
    public static bool IsReachable(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal
        && !(address.AddressFamily is AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, _, _] or [0, 0, 0, 0]);
}
