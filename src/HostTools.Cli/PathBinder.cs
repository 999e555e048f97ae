using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Cli;

/// <summary>Makes the paths a person typed absolute, as the cmdlets do.</summary>
internal static class PathBinder
{
    /// <summary>The command, with every path parameter absolute.</summary>
    /// <exception cref="HostToolsException">PathNotFound for each path that must exist and does not.</exception>
    public static object Resolve(object command, CommandDescriptor descriptor, string currentDirectory)
    {
        List<HostError> errors = [];
        foreach (ArgumentDescriptor argument in descriptor.Arguments.Where(static known => known.Attribute.Path != PathKind.None))
        {
            object? value = argument.Property.GetValue(command) switch
            {
                string path => Absolute(path),
                string[] paths => Array.ConvertAll(paths, Absolute),
                var other => other,
            };
            argument.Property.SetValue(command, value);

            string Absolute(string path)
            {
                string full = Path.GetFullPath(path, currentDirectory);
                if (argument.Attribute.Path != PathKind.New && !Path.Exists(full))
                    errors.Add(CommandErrors.PathNotFound(path));
                return full;
            }
        }

        return errors.Count == 0 ? command : throw new HostToolsException(errors);
    }
}
