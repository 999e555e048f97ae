using System.Reflection;
using System.Text;

namespace HostTools.Commands.Framework;

/// <summary>All commands, by reflection over this assembly; the executable and the help are built from it.</summary>
public static class CommandCatalog
{
    private static readonly Lazy<IReadOnlyList<CommandDescriptor>> s_all = new(Read);

    /// <summary>Every command, ordered by the executable's words.</summary>
    public static IReadOnlyList<CommandDescriptor> All => s_all.Value;

    private static IReadOnlyList<CommandDescriptor> Read() =>
    [
        .. from type in typeof(CommandCatalog).Assembly.GetTypes()
           let command = type.GetCustomAttribute<CommandAttribute>()
           where command is not null
           orderby command.Cli
           select new CommandDescriptor(type, command),
    ];
}

/// <summary>What is known of a command from its class.</summary>
public sealed class CommandDescriptor
{
    internal CommandDescriptor(Type type, CommandAttribute attribute)
    {
        (Type, Attribute) = (type, attribute);
        Output = type.GetInterfaces()
            .Single(static contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICommand<>))
            .GetGenericArguments()[0];
        Arguments =
        [
            .. from property in type.GetProperties()
               let argument = property.GetCustomAttribute<ArgumentAttribute>()
               where argument is not null
               select new ArgumentDescriptor(property, argument),
        ];
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>Its attribute.</summary>
    public CommandAttribute Attribute { get; }

    /// <summary>What it emits.</summary>
    public Type Output { get; }

    /// <summary>Its parameters in the order of the class.</summary>
    public IReadOnlyList<ArgumentDescriptor> Arguments { get; }

    /// <summary>The cmdlet's name.</summary>
    public string CmdletName => $"{Attribute.Verb}-{Attribute.Noun}";

    /// <summary>The executable's words; a second spelling where there is one.</summary>
    public IEnumerable<IReadOnlyList<string>> CliSpellings =>
        ((string?[])[Attribute.Cli, Attribute.CliAlias]).OfType<string>().Select(static words => words.Split(' '));
}

/// <summary>What is known of a parameter from its property.</summary>
/// <param name="Property">The property.</param>
/// <param name="Attribute">Its attribute.</param>
public sealed record ArgumentDescriptor(PropertyInfo Property, ArgumentAttribute Attribute)
{
    /// <summary>Name in PowerShell.</summary>
    public string Name => Property.Name;

    /// <summary>Name in the executable, without dashes.</summary>
    public string CliName => Attribute.Cli ?? Kebab(Property.Name);

    internal static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
