namespace HostTools.Models;

/// <summary>What was made at a path: enough to tell later whether it is still that, and to take it away.</summary>
/// <param name="Path">Absolute path on the target.</param>
/// <param name="Kind">Sort of thing.</param>
/// <param name="Value">Hash of the bytes, or what a link says; empty for a directory.</param>
internal readonly record struct ViewThing(string Path, ThingKind Kind, string Value)
{
    public static ViewThing Of(string folder, ViewEntry entry)
    {
        string path = $"{folder.TrimEnd('/')}/{entry.Path}";
        return entry switch
        {
            BlobEntry blob => new ViewThing(path, ThingKind.Blob, blob.Content.Hex),
            TextEntry text => new ViewThing(path, ThingKind.Text, ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(text.Text)).Hex),
            LinkEntry link => new ViewThing(path, ThingKind.Link, link.Target),
            _ => new ViewThing(path, ThingKind.Folder, string.Empty),
        };
    }
}

/// <summary>Sort of thing in a view; the numbers are written to files.</summary>
internal enum ThingKind
{
    Blob = 0,
    Text = 1,
    Link = 2,
    Folder = 3,
}
