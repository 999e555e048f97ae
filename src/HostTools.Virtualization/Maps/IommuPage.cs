using System.Net;

namespace HostTools.Virtualization;

/// <summary>Draws a machine as a page of its own: the image, and how to read it.</summary>
public static class IommuPage
{
    /// <summary>The page. It loads nothing, and no script runs in it.</summary>
    public static string Write(IommuMap map) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{{WebUtility.HtmlEncode(MapText.Cut(map.Title, 200))}}</title>
        <style>
        :root { color-scheme: light dark; }
        body { margin: 1rem auto; max-width: 62rem; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
        svg { max-width: 100%; height: auto; }
        </style>
        </head>
        <body>
        {{IommuSvg.Write(map)}}
        <p>A group goes to a guest as a whole, apart from bridges. What is highlighted goes in VFIO mode; everything else stays with the host in both.</p>
        </body>
        </html>

        """;
}
