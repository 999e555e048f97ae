using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace HostTools.Models;

/// <summary>One page of a list of objects (ListObjectsV2).</summary>
/// <param name="Objects">Objects on it.</param>
/// <param name="Next">What to ask for the next page with; null when there is none.</param>
internal sealed record S3Page(IReadOnlyList<S3Object> Objects, string? Next)
{
    /// <exception cref="FormatException">It is not so.</exception>
    /// <exception cref="XmlException">It is no XML, or it brings definitions of its own.</exception>
    public static S3Page Read(byte[] body)
    {
        XElement root = Xml(body);
        if (root.Name.LocalName != "ListBucketResult")
            throw new FormatException($"it is a '{root.Name.LocalName}' and no list of a bucket");
        bool isEncoded = Text(root, "EncodingType") == "url";
        S3Object[] objects = [.. Children(root, "Contents").Select(item => S3Object.Read(item, isEncoded))];
        if (Text(root, "IsTruncated") != "true")
            return new S3Page(objects, null);
        return Text(root, "NextContinuationToken") is { Length: > 0 } next ? new S3Page(objects, next) : throw new FormatException("it says to go on and does not say where");
    }

    /// <summary>Code and message of an error; both empty when it is none.</summary>
    public static (string Code, string Message) ReadError(byte[] body)
    {
        try
        {
            XElement root = Xml(body);
            return root.Name.LocalName == "Error" ? (Text(root, "Code"), Text(root, "Message")) : (string.Empty, string.Empty);
        }
        catch (XmlException)
        {
            return (string.Empty, string.Empty);
        }
    }

    internal static string Text(XElement element, string name) => Children(element, name).FirstOrDefault()?.Value ?? string.Empty;

    // Servers disagree about the namespace.
    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    private static XElement Xml(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }
}

/// <summary>An object as it is listed.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Changes with the content, and is no hash of it; empty when the server has none.</param>
/// <param name="StorageClass">Where it is kept; empty is the usual one.</param>
internal sealed record S3Object(string Key, long Size, string ETag, string StorageClass)
{
    /// <summary>It lies in an archive and cannot be read before somebody orders it from there.</summary>
    public bool IsArchived => StorageClass is "GLACIER" or "DEEP_ARCHIVE";

    /// <exception cref="FormatException">It is not so.</exception>
    public static S3Object Read(XElement item, bool isEncoded)
    {
        string key = S3Page.Text(item, "Key");
        if (key.Length == 0 || !long.TryParse(S3Page.Text(item, "Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            throw new FormatException("it has an object without a key and a size");
        // With encoding-type=url a blank is a plus sign, as in forms.
        return new S3Object(isEncoded ? Uri.UnescapeDataString(key.Replace('+', ' ')) : key, size, S3Page.Text(item, "ETag"), S3Page.Text(item, "StorageClass"));
    }
}
