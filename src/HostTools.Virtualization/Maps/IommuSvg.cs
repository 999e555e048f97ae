using System.Globalization;
using System.Net;
using System.Text;

namespace HostTools.Virtualization;

/// <summary>Draws a machine as one SVG image that needs nothing else. Its colours follow the reader's choice of light or dark.</summary>
public static class IommuSvg
{
    private const int Width = 980;
    private const int Row = 22;
    private const int Head = 30;
    private const int Gap = 12;
    private const int Top = 74;

    /// <summary>Columns: address, identifier, what it is, driver of the host, arrow, driver of the guest's mode, remark.</summary>
    private static readonly int[] s_columns = [36, 108, 202, 582, 700, 724, 812];

    private const string Style =
        ":root{color-scheme:light dark}svg{--paper:#fff;--ink:#1b1f24;--dim:#59636e;--box:#f4f6f8;--line:#d0d7de;--go:#0a5fb4;--goes:#ddebfa;--need:#9a4b00;--no:#b3261e;--yes:#1a6b34}"
        + "@media (prefers-color-scheme:dark){svg{--paper:#0f1318;--ink:#e8ecf1;--dim:#a0abb8;--box:#181e26;--line:#38424e;--go:#7cb8ff;--goes:#16304d;--need:#ffb066;--no:#ff8a80;--yes:#7fd89a}}"
        + "text{font:13px system-ui,sans-serif;fill:var(--ink)}.mono{font-family:ui-monospace,monospace}.dim{fill:var(--dim)}.h1{font-size:19px;font-weight:600}.h2{font-weight:600}"
        + ".go{fill:var(--go);font-weight:600}.need{fill:var(--need)}.no{fill:var(--no)}.yes{fill:var(--yes)}";

    /// <summary>The image. Names of devices come from devices and from strangers' listings; none of them can become markup.</summary>
    public static string Write(IommuMap map)
    {
        int height = Top + map.Groups.Sum(static group => Head + (group.Devices.Count * Row) + Gap) + 12;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<title id=\"t\">{Safe(map.Title, 200)}</title>\n<style>{Style}</style>\n<rect width=\"{Width}\" height=\"{height}\" fill=\"var(--paper)\"/>\n");
        Text(text, 24, 34, "h1", map.Title, 90);
        foreach ((int column, string title) in new[] { (2, "device"), (3, "host mode"), (5, "VFIO mode") })
            Text(text, s_columns[column], 60, "dim", title, 40);
        int y = Top;
        foreach (IommuMapGroup group in map.Groups)
            y = Draw(text, group, y);
        return text.Append("</svg>\n").ToString();
    }

    private static int Draw(StringBuilder text, IommuMapGroup group, int y)
    {
        int height = Head + (group.Devices.Count * Row);
        text.Append(CultureInfo.InvariantCulture, $"<g><rect x=\"16\" y=\"{y}\" width=\"{Width - 32}\" height=\"{height}\" rx=\"8\" fill=\"var(--box)\" stroke=\"var(--line)\"/>\n");
        Text(text, 28, y + 20, "h2", group.Title, 40);
        int line = y + Head;
        foreach (IommuMapDevice device in group.Devices)
        {
            if (device.Goes)
                text.Append(CultureInfo.InvariantCulture, $"<rect x=\"24\" y=\"{line - 3}\" width=\"{Width - 48}\" height=\"{Row}\" rx=\"4\" fill=\"var(--goes)\"/>\n");
            Draw(text, device, line + 12);
            line += Row;
        }

        text.Append("</g>\n");
        return y + height + Gap;
    }

    private static void Draw(StringBuilder text, IommuMapDevice device, int y)
    {
        Text(text, s_columns[0], y, "mono", Facts.PciKinds.Short(device.Device.Address), 20);
        Text(text, s_columns[1], y, "mono dim", device.Device.Id, 9);
        Text(text, s_columns[2], y, string.Empty, device.Device.Name ?? device.Device.Kind, 50);
        Text(text, s_columns[3], y, "mono dim", device.HostDriver, 14);
        if (device.Goes)
            Text(text, s_columns[4], y, "go", "→", 1);
        Text(text, s_columns[5], y, device.Goes ? "mono go" : "mono dim", device.GuestDriver, 12);
        (string style, string remark) = device switch
        {
            { Needed: { } reason } => ("need", reason),
            { Answer: PassthroughAnswer.Yes } => ("yes", "can be given away"),
            { Answer: PassthroughAnswer.YesIf } => ("need", "can be, with care"),
            { Answer: PassthroughAnswer.No } => ("no", "cannot be"),
            _ => (string.Empty, string.Empty),
        };
        if (remark.Length > 0)
            Text(text, s_columns[6], y, style, remark, 22);
    }

    private static void Text(StringBuilder text, int x, int y, string style, string words, int longest) =>
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\"{(style.Length > 0 ? $" class=\"{style}\"" : string.Empty)}>{(words.Length > longest ? $"<title>{Safe(words, 400)}</title>" : string.Empty)}{Safe(words, longest)}</text>\n");

    private static string Safe(string words, int longest) => WebUtility.HtmlEncode(MapText.Cut(words, longest));
}
