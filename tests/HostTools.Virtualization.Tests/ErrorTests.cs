using System.Reflection;
using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests;

/// <summary>Every failure is explained.</summary>
public sealed class ErrorTests
{
    private static IEnumerable<MethodInfo> Factories => typeof(VirtualizationErrors).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        .Where(static method => method.ReturnType == typeof(HostError) && method.GetParameters().All(static taken => taken.ParameterType != typeof(HostError)));

    [Fact]
    public void Every_failure_is_explained()
    {
        List<XElement> comments = [.. XDocument.Load(Path.ChangeExtension(typeof(VirtualizationErrors).Assembly.Location, ".xml")).Descendants("member")];
        Assert.DoesNotContain(Factories, factory => comments.Find(c => ((string?)c.Attribute("name"))!.StartsWith($"M:HostTools.Virtualization.VirtualizationErrors.{factory.Name}(", StringComparison.Ordinal))
            is not { } comment || comment.Element("summary") is null || comment.Element("remarks") is null || comment.Element("example")?.Element("code") is null);
    }
}
