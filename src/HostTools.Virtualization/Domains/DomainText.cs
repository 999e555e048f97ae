using System.Xml;
using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Definitions as text.</summary>
internal static class DomainText
{
    private static readonly XmlReaderSettings s_reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 16 * 1024 * 1024 };

    private static readonly XmlWriterSettings s_writing = new() { OmitXmlDeclaration = true, Indent = true, IndentChars = "  ", NewLineChars = "\n" };

    /// <summary>Reads what libvirt says; its root has to be the element that was asked for.</summary>
    /// <exception cref="HostToolsException">LibvirtAnswerMalformed.</exception>
    public static XElement Parse(string text, string root)
    {
        try
        {
            XElement element = Read(text);
            return element.Name == root ? element : throw new XmlException($"the root is '{element.Name}', not '{root}'");
        }
        catch (XmlException problem)
        {
            throw new HostToolsException(VirtualizationErrors.LibvirtAnswerMalformed(root, problem.Message));
        }
    }

    /// <summary>Reads XML that has no document type.</summary>
    /// <exception cref="XmlException">It cannot be read.</exception>
    public static XElement Read(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), s_reading);
        return XElement.Load(reader);
    }

    /// <summary>Indented, without a declaration, ending in a line end.</summary>
    public static string Write(XElement element)
    {
        using var text = new StringWriter();
        using (var writer = XmlWriter.Create(text, s_writing))
            element.Save(writer);
        return text + "\n";
    }
}
