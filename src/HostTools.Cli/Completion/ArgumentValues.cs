using HostTools.Cli.Parsing;
using HostTools.Commands.Framework;

namespace HostTools.Cli.Completion;

/// <summary>Values a parameter may take, from the completer that PowerShell asks as well.</summary>
internal static class ArgumentValues
{
    public static IEnumerable<CommandCompletion> Of(ArgumentDescriptor argument, string current, IReadOnlyDictionary<string, string> given, string currentDirectory)
    {
        Type type = argument.Property.PropertyType;
        Type element = type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        if (element.IsEnum)
            return Enum.GetNames(element).Select(static name => new CommandCompletion(name.ToLowerInvariant(), null));
        if (argument.Attribute.Completer is not { } completer)
            return argument.Attribute.Path == PathKind.None ? [] : [new CommandCompletion(CommandLineCompleter.Files, null)];
        try
        {
            var request = new CompletionRequest(current, new CommandEnvironment { CurrentDirectory = currentDirectory }, given);
            string after = ValueReader.IsMap(type) ? "=" : string.Empty;
            return [.. ((ICompleter)Activator.CreateInstance(completer)!).Complete(request).Select(found => new CommandCompletion(found.Value + after, found.Description))];
        }
        catch (Exception)
        {
            // A key was pressed: whatever is wrong will be said when the command runs.
            return [];
        }
    }
}
