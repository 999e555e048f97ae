using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Cli.Output;

/// <summary>Writes one option in full: what it is, what it is set to, who set it and who lost.</summary>
internal static class OptionText
{
    public static void Write(TextWriter output, OptionInfo option, Paint paint)
    {
        output.WriteLine(paint.Bold(option.Name));
        if (option.Description.Length > 0)
            output.WriteLine("  " + option.Description.Trim().Replace("\n", "\n  ", StringComparison.Ordinal));
        output.WriteLine($"  type:    {option.Type}");
        output.WriteLine($"  default: {option.Default ?? "(none)"}");
        if (option.Example is { } example)
            output.WriteLine($"  example: {example}");
        if (!option.IsPlaceholder)
            output.WriteLine($"  value:   {(option.IsDefined ? ConfigText.Inline(option.Value) : "(none)")}");
        foreach (Origin declaration in option.Declarations)
            output.WriteLine($"  declared at {declaration}");
        foreach (DefinitionInfo definition in option.Definitions)
        {
            string line = $"  {(definition.Won ? "won " : "lost")} {definition.Origin}: {definition.Value} (priority {definition.Priority}, order {definition.Order}): {definition.Reason}";
            output.WriteLine(definition.Won ? line : paint.Faint(line));
        }

        output.WriteLine();
    }
}
