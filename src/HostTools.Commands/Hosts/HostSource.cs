using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>A configuration tree with what a command was given to evaluate its hosts.</summary>
internal sealed class HostSource
{
    private readonly CommandContext _context;
    private readonly IReadOnlyDictionary<string, string> _parameters;
    private readonly string? _target;
    private readonly IReadOnlyList<string> _imports;
    private readonly string? _variant;

    private HostSource(CommandContext context, ConfigurationTree tree, IReadOnlyDictionary<string, string> parameters, string? target, string[] imports, string? variant)
    {
        (_context, Tree, _parameters, _target, _variant) = (context, tree, parameters, target, variant);
        _imports = [.. imports.Select(FromTree)];
    }

    public ConfigurationTree Tree { get; }

    /// <summary>Opens the tree at a path, or the nearest one at or above the current location.</summary>
    /// <exception cref="Platform.HostToolsException">ConfigurationTreeNotFound.</exception>
    public static HostSource Open(
        CommandContext context, string? path, IReadOnlyDictionary<string, string> parameters, string? target, string[]? imports = null, string? variant = null)
    {
        IReadOnlyList<ModuleSource> libraries = context.Environment.Libraries();
        ConfigurationTree tree = path is null
            ? ConfigurationTree.Find(context.Environment.CurrentDirectory, libraries)
            : ConfigurationTree.Open(path, libraries);
        context.Verbose($"Configuration tree: {tree.Directory}");
        return new HostSource(context, tree, parameters, target, imports ?? [], variant);
    }

    /// <summary>Evaluates a host; a name that does not exist gives an error as well.</summary>
    public HostEvaluation Evaluate(string name, CancellationToken token) => Evaluate(name, _variant, token);

    /// <summary>Evaluates a host, or a variant of it whatever was asked for.</summary>
    public HostEvaluation Evaluate(string name, string? variant, CancellationToken token)
    {
        using IDisposable slow = _context.WhenSlow("Evaluating", name);
        return HostEvaluator.Evaluate(
            Tree,
            new EvaluationRequest(name) { Variant = variant, Target = _target, Parameters = _parameters, Imports = _imports, Environment = _context.Environment.Variable },
            token);
    }

    /// <summary>A path is relative to where the command runs; the evaluation wants it relative to the tree.</summary>
    private string FromTree(string import)
    {
        string name = import.Replace('\\', '/');
        bool isPath = Path.IsPathRooted(name) || name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("../", StringComparison.Ordinal);
        return isPath
            ? "./" + Path.GetRelativePath(Tree.Directory, Path.GetFullPath(name, _context.Environment.CurrentDirectory)).Replace('\\', '/')
            : import;
    }

    /// <summary>Evaluates a host, saying its warnings.</summary>
    /// <exception cref="Platform.HostToolsException">With all errors of the configuration.</exception>
    /// <param name="name">Its name; null for the host called like this machine.</param>
    /// <param name="token">Cancels.</param>
    public HostConfig Require(string? name, CancellationToken token)
    {
        HostEvaluation evaluation = Evaluate(name ?? ThisMachine.HostIn(_context, Tree), token);
        foreach (Platform.HostError warning in evaluation.Warnings)
            _context.Warning(ErrorText.Of(warning));
        return evaluation.Require();
    }

    /// <summary>The hosts that names and wildcards mean, each once, in the order asked for; a literal name is passed on even when there is no such host.</summary>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> names)
    {
        IReadOnlyList<string> all = Tree.HostNames();
        List<string> found = [];
        foreach (string name in names.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            string[] matching = [.. pattern.HasWildcards ? all.Where(pattern.IsMatch) : [name]];
            if (matching.Length == 0 && name != "*")
                pattern.NoteNothing(_context, "host");
            found.AddRange(matching);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }
}
