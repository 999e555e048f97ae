using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>A part of a definition that is not as declared.</summary>
/// <param name="Path">Where it is: <c>devices/disk[vda]/driver@cache</c>.</param>
/// <param name="Actual">What is there; null for nothing.</param>
/// <param name="Declared">What should be.</param>
public sealed record DomainDifference(string Path, string? Actual, string Declared)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Actual ?? "(absent)"} → {Declared}";
}

/// <summary>Compares a definition with what libvirt has. libvirt adds, sorts and respells much, so only what is declared counts.</summary>
public static class DomainComparison
{
    /// <summary>All that is declared and not there.</summary>
    public static IReadOnlyList<DomainDifference> Compare(XElement declared, XElement actual)
    {
        var differences = new List<DomainDifference>();
        Compare(declared, actual, string.Empty, differences);
        return differences;
    }

    private static void Compare(XElement declared, XElement actual, string path, List<DomainDifference> into)
    {
        if (DomainValue.AmountOf(declared) is { } amount)
        {
            if (DomainValue.AmountOf(actual) != amount)
                into.Add(new DomainDifference(path, Shown(actual), Shown(declared)));
            return;
        }

        foreach (XAttribute attribute in declared.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
            CompareAttribute(attribute, (string?)actual.Attribute(attribute.Name), path, into);
        if (!declared.HasElements && declared.Value.Trim() is { Length: > 0 } text && DomainValue.Normal(text) != DomainValue.Normal(actual.Value))
            into.Add(new DomainDifference(path, actual.Value, text));
        CompareChildren(declared, actual, path, into);
    }

    private static void CompareChildren(XElement declared, XElement actual, string path, List<DomainDifference> into)
    {
        var free = new List<XElement>(actual.Elements());
        foreach (XElement child in declared.Elements())
        {
            string place = PlaceOf(child, path);
            string? key = DomainKey.Of(child);
            XElement? partner = free.Where(candidate => candidate.Name == child.Name && (key is null || DomainKey.Of(candidate) == key))
                .MinBy(candidate => key is null ? Distance(child, candidate) : 0);
            if (partner is null)
            {
                into.Add(new DomainDifference(place, null, Shown(child)));
                continue;
            }

            free.Remove(partner);
            Compare(child, partner, place, into);
        }
    }

    private static int Distance(XElement declared, XElement actual)
    {
        var differences = new List<DomainDifference>();
        Compare(declared, actual, string.Empty, differences);
        return differences.Count;
    }

    private static void CompareAttribute(XAttribute declared, string? actual, string path, List<DomainDifference> into)
    {
        bool isSame = actual is not null && (DomainValue.Normal(declared.Value) == DomainValue.Normal(actual)
            || (declared.Name == "machine" && DomainValue.IsMachine(declared.Value, actual))
            || (declared.Name == "address" && declared.Parent?.Name == "mac" && string.Equals(declared.Value, actual, StringComparison.OrdinalIgnoreCase)));
        if (!isSame)
            into.Add(new DomainDifference($"{path}@{declared.Name.LocalName}", actual, declared.Value));
    }

    private static string PlaceOf(XElement element, string path)
    {
        string name = element.Name.LocalName + (DomainKey.Of(element) is { } key && element.Name.LocalName != key ? $"[{key}]" : string.Empty);
        return path.Length == 0 ? name : $"{path}/{name}";
    }

    private static string Shown(XElement element)
    {
        string text = element.ToString(SaveOptions.DisableFormatting);
        return text.Length <= 120 ? text : text[..119] + "…";
    }
}
