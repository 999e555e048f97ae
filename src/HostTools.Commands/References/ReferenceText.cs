using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>What both forms of the reference say in words.</summary>
internal static class ReferenceText
{
    /// <summary>How a module comes to count.</summary>
    public static string Use(ModuleInfo module) =>
        module switch
        {
            { IsBase: true, Class: "home" } => "Part of every home.",
            { IsBase: true } => "Part of every host.",
            { Class: "home" } => $"For homes: `imports: [{module.Name}]`",
            { Class: "any" } => $"For hosts and homes: `imports: [{module.Name}]`",
            _ => $"`imports: [{module.Name}]`",
        };

    /// <summary>The file of the reference that a module belongs to: its folder, with that of base modules for homes apart.</summary>
    public static string GroupOf(ModuleInfo module) =>
        module.Name.StartsWith("base/home/", StringComparison.Ordinal) ? "base-home" : module.Name.Split('/')[0];

    /// <summary>A description's text and the code in it, in turns: every second part stood between backticks.</summary>
    public static string[] Parts(string description) =>
        description.Count(static c => c == '`') % 2 == 0 ? description.Split('`') : [description];
}
