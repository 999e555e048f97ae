using System.Reflection;
using HostTools.Configuration.Expressions;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Errors;

/// <summary>The ids of this room's errors: the names of its factories, and those of expressions.</summary>
internal static class ErrorIds
{
    public static IReadOnlyList<string> All { get; } = [.. Factories().Concat(Expressions()).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Factories() =>
        from method in typeof(ConfigurationErrors).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where method.ReturnType == typeof(HostError)
        // One that improves another error, or takes the id, is no factory of its own.
        where method.GetParameters() is var taken && taken.All(static p => p.ParameterType != typeof(HostError) && p.Name != "id")
        select method.Name;

    private static IEnumerable<string> Expressions() =>
        typeof(CelErrors).GetFields(BindingFlags.Static | BindingFlags.Public).Select(static field => (string)field.GetRawConstantValue()!);
}
