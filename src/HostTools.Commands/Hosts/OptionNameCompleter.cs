using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>Names of options, as the module files declare them. Reads the files by line: a host is never evaluated for a completion.</summary>
public sealed class OptionNameCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        IReadOnlyList<ModuleSource> libraries = request.Environment.Libraries();
        ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
            ? ConfigurationTree.Open(path, libraries)
            : ConfigurationTree.Find(request.Environment.CurrentDirectory, libraries);
        return libraries.Select(static library => library.Directory)
            .Append(System.IO.Path.Combine(tree.Directory, "modules"))
            .Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
            .SelectMany(static file => DeclaredOptions.In(File.ReadLines(file)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(static name => new Completion(name));
    }
}
