using System.Reflection;
using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Models.Tests;

/// <summary>Every failure is explained.</summary>
public sealed class ErrorTests
{
    private static IEnumerable<MethodInfo> Factories => typeof(ModelErrors).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        .Where(static method => method.ReturnType == typeof(HostError) && method.GetParameters().All(static taken => taken.ParameterType != typeof(HostError)));

    /// <summary>An error that nobody raises in a test is one whose words nobody has read.</summary>
    [Fact]
    public void Every_failure_is_raised_by_a_test()
    {
        string tests = Path.GetFullPath("../../../..", AppContext.BaseDirectory);
        string all = string.Concat(Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Where(static path => path.Contains("HostTools.Models.Tests", StringComparison.Ordinal) || path.Contains("HostTools.Commands.Tests", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        Assert.DoesNotContain(Factories.Select(static factory => factory.Name).Distinct(), name => !all.Contains($"\"{name}\"", StringComparison.Ordinal) && !all.Contains($"nameof(ModelErrors.{name})", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_failure_is_explained()
    {
        List<XElement> comments = [.. XDocument.Load(Path.ChangeExtension(typeof(ModelErrors).Assembly.Location, ".xml")).Descendants("member")];
        Assert.DoesNotContain(Factories, factory => comments.Find(c => ((string?)c.Attribute("name"))!.StartsWith($"M:HostTools.Models.ModelErrors.{factory.Name}(", StringComparison.Ordinal))
            is not { } comment || comment.Element("summary") is null || comment.Element("remarks") is null || comment.Element("example")?.Element("code") is null);
    }
}
