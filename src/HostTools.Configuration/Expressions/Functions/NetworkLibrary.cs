using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>CEL's extension for IP addresses and networks.</summary>
internal static class NetworkLibrary
{
    public static string[] Keys =>
    [
        "ip", "cidr", "isIP", "ip.isCanonical", ".family", ".isUnspecified", ".isLoopback", ".isGlobalUnicast", ".isLinkLocalMulticast",
        ".isLinkLocalUnicast", ".containsIP", ".containsCIDR", ".ip", ".masked", ".prefixLength",
    ];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        ("ip", 1) => static (call, _, args) => args[0] as CelAddress ?? Parsed(call, call.Text(args, 0), 0),
        ("cidr", 1) => static (call, _, args) => args[0] as CelNetwork ?? ParsedNetwork(call, call.Text(args, 0), 0),
        ("isIP", 1) => static (call, frame, args) => CelValue.Of(args[0] is CelAddress || CelAddress.TryParse(call.Text(args, 0), out _, out _)),
        ("ip.isCanonical", 1) => static (call, _, args) => CelValue.Of(Parsed(call, call.Text(args, 0), 0).ToString() == call.Text(args, 0)),
        (".family", 1) => static (call, _, args) => Address(call, args).IsIPv4 ? 4L : 6L,
        (".isUnspecified", 1) => static (call, _, args) => CelValue.Of(Address(call, args).IsUnspecified),
        (".isLoopback", 1) => static (call, _, args) => CelValue.Of(Address(call, args).IsLoopback),
        (".isGlobalUnicast", 1) => static (call, _, args) => CelValue.Of(Address(call, args).IsGlobalUnicast),
        (".isLinkLocalMulticast", 1) => static (call, _, args) => CelValue.Of(Address(call, args).IsLinkLocalMulticast),
        (".isLinkLocalUnicast", 1) => static (call, _, args) => CelValue.Of(Address(call, args).IsLinkLocalUnicast),
        (".containsIP", 2) => static (call, _, args) =>
            CelValue.Of(Network(call, args).Contains(args[1] as CelAddress ?? Parsed(call, call.Text(args, 1), 1))),
        (".containsCIDR", 2) => static (call, _, args) =>
            CelValue.Of(Network(call, args).Contains(args[1] as CelNetwork ?? ParsedNetwork(call, call.Text(args, 1), 1))),
        (".ip", 1) => static (call, _, args) => Network(call, args).Address,
        (".masked", 1) => static (call, _, args) => Network(call, args).Masked,
        (".prefixLength", 1) => static (call, _, args) => (long)Network(call, args).Prefix,
        _ => null,
    };

    private static CelAddress Address(CelCallNode call, ReadOnlySpan<object?> args) =>
        args[0] as CelAddress ?? throw call.Wrong(args, 0, "an IP address such as ip(\"192.168.0.1\")");

    private static CelNetwork Network(CelCallNode call, ReadOnlySpan<object?> args) =>
        args[0] as CelNetwork ?? throw call.Wrong(args, 0, "a network such as cidr(\"192.168.0.0/24\")");

    private static CelAddress Parsed(CelCallNode call, string text, int argument) => CelAddress.TryParse(text, out CelAddress? address, out string why)
        ? address!
        : throw call.Bad($"{CelDisplay.Key(text)} is no IP address: {why}.", argument);

    private static CelNetwork ParsedNetwork(CelCallNode call, string text, int argument) => CelNetwork.TryParse(text, out CelNetwork? network, out string why)
        ? network!
        : throw call.Bad($"{CelDisplay.Key(text)} is no network: {why}.", argument);
}
