using System.IO.Enumeration;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Kernel;

/// <summary>Renders <c>boot.kernel.sysctl</c> for the kernel that runs.</summary>
internal static class DeclaredSysctl
{
    private static readonly string[] s_option = ["boot", "kernel", "sysctl"];

    /// <summary>Adds every setting.</summary>
    public static void Realise(HostConfig config, ModuleSource library, ResourceSet into)
    {
        if (config.Meta.Os == "windows" || !config.TryGet(out object? value, s_option) || value is not ConfigMap settings)
            return;
        string[] exact = [.. settings.Keys.Select(NameOf).Where(static name => !name.Contains('*', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        foreach ((string written, object? content) in settings.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            string name = NameOf(written);
            into.Add(new SysctlResource(name)
            {
                Value = content is bool flag ? flag ? "1" : "0" : Entry.TextOf(content).Trim(),
                IsOptional = written.StartsWith('-'),
                Except = name.Contains('*', StringComparison.Ordinal) ? [.. exact.Where(one => FileSystemName.MatchesSimpleExpression(name, one, ignoreCase: false))] : [],
                Origins = [.. config.OriginsOf([.. s_option, written]).OrderBy(place => Entry.IsOf(library, place))],
            });
        }
    }

    // A sign before the name: the kernel may refuse the value.
    private static string NameOf(string written) => SysctlResource.NameOf(written.TrimStart('-'));
}
