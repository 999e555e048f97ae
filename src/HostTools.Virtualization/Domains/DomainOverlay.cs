using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Lays a user's XML over a definition: for all that has no option.</summary>
internal static class DomainOverlay
{
    /// <summary>Attributes are set; an element that occurs once is filled, in lists of devices and the like a new one is added.</summary>
    /// <param name="overlay">An element of the same name.</param>
    /// <param name="into">Is changed.</param>
    public static void Lay(XElement overlay, XElement into)
    {
        foreach (XAttribute attribute in overlay.Attributes())
            into.SetAttributeValue(attribute.Name, attribute.Value);
        if (!overlay.HasElements && overlay.Value.Length > 0)
            into.Value = overlay.Value;
        foreach (XElement element in overlay.Elements())
        {
            if (Partner(element, into) is { } partner)
                Lay(element, partner);
            else
                into.Add(new XElement(element));
        }
    }

    /// <summary>What an element is about: the one of its name, and in lists the one that is called the same.</summary>
    private static XElement? Partner(XElement element, XElement into)
    {
        XElement[] same = [.. into.Elements(element.Name)];
        if (DomainKey.Of(element) is { } key)
            return same.FirstOrDefault(candidate => DomainKey.Of(candidate) == key);
        return DomainKey.IsList(into) ? null : same.FirstOrDefault();
    }
}
