using System.Xml;
using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>XML that a user laid over what is declared.</summary>
internal static class DeclaredOverlay
{
    /// <exception cref="FormatException">It cannot be read, or begins with something else.</exception>
    public static XElement Read(string xml, string root)
    {
        try
        {
            XElement overlay = DomainText.Read(xml);
            return overlay.Name == root ? overlay : throw new FormatException($"its xml begins with <{overlay.Name.LocalName}>, not <{root}>.");
        }
        catch (XmlException problem)
        {
            throw new FormatException($"its xml cannot be read: {problem.Message}", problem);
        }
    }
}
