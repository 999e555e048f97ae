using System.Xml;
using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Definitions of machines that somebody wrote: nothing in them is trusted.</summary>
public static class DomainFile
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaximumLength = 4 << 20;

    private const int MaximumDepth = 64;

    private static readonly XmlReaderSettings s_reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaximumLength };

    /// <summary>Reads a file.</summary>
    /// <exception cref="HostToolsException">VmXmlUnreadable.</exception>
    public static XElement Load(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            char[] text = new char[MaximumLength + 1];
            int length = reader.ReadBlock(text);
            return Parse(new string(text, 0, length), path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(VirtualizationErrors.VmXmlUnreadable(path, 0, 0, problem.Message));
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">XML that begins with <c>domain</c>.</param>
    /// <param name="source">What it is called in messages.</param>
    /// <exception cref="HostToolsException">VmXmlUnreadable.</exception>
    public static XElement Parse(string text, string source)
    {
        try
        {
            RequireShallow(text);
            using var reader = XmlReader.Create(new StringReader(text), s_reading);
            XElement root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!; // Without one it is no XML.
            return root.Name == "domain" ? root : throw At(root, $"it begins with <{root.Name.LocalName}>, not <domain>");
        }
        catch (XmlException problem)
        {
            throw new HostToolsException(VirtualizationErrors.VmXmlUnreadable(source, problem.LineNumber, problem.LinePosition, problem.Message));
        }
    }

    // What works on elements inside elements must not run out of stack.
    private static void RequireShallow(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), s_reading);
        while (reader.Read())
        {
            if (reader.Depth > MaximumDepth)
                throw At((IXmlLineInfo)reader, $"it is nested more than {MaximumDepth} deep");
        }
    }

    private static XmlException At(IXmlLineInfo place, string problem) => new(problem, null, place.LineNumber, place.LinePosition);
}
