using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Lists the modules that hosts and homes can import, of the tree and of the library.</summary>
/// <remarks>
/// <para>One object per module: what it is for, who may import it, the options it declares and the file to read or copy. A module of the tree
/// hides one of the library with the same name. Modules that are always loaded say so.</para>
/// </remarks>
/// <example>
/// <para>What there is for hardware.</para>
/// <code lang="pwsh">Get-HostModule hardware/*</code>
/// <code lang="sh">hosttools module list 'hardware/*'</code>
/// </example>
/// <example>
/// <para>Which module declares an option.</para>
/// <para lang="sh">One module with its options, for programs.</para>
/// <code lang="pwsh">Get-HostModule | Where-Object Options -like services.openssh*</code>
/// <code lang="sh">hosttools module list services/openssh --output json</code>
/// </example>
[Command("Get", "HostModule", Effect = Effect.Read, Cli = "module list")]
public sealed class GetHostModule : ICommand<ModuleInfo>
{
    /// <summary>Names of modules, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(ModuleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ModuleInfo> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        IReadOnlyList<ModuleInfo> modules = HostSource.Open(context, Path, new Dictionary<string, string>(), null).Tree.Modules();
        foreach (string name in Name.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            bool found = false;
            foreach (ModuleInfo module in modules.Where(module => pattern.IsMatch(module.Name)))
            {
                token.ThrowIfCancellationRequested();
                found = true;
                foreach (HostError error in module.Errors)
                    context.Error(error);
                yield return module;
            }

            if (!found && !pattern.HasWildcards)
                context.Error(HostErrors.ModuleUnknown(name, modules));
            else if (!found)
                pattern.NoteNothing(context, "module");
        }
    }
}

/// <summary>Names of modules of the tree and the library.</summary>
public sealed class ModuleNameCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        IReadOnlyList<ModuleSource> libraries = request.Environment.Libraries();
        ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
            ? ConfigurationTree.Open(path, libraries)
            : ConfigurationTree.Find(request.Environment.CurrentDirectory, libraries);
        return tree.ModuleNames().Select(static name => new Completion(name));
    }
}
