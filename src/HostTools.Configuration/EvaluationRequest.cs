namespace HostTools.Configuration;

/// <summary>Which host to evaluate, or which home alone, and with what from outside.</summary>
/// <param name="Host">The host's name; for a home alone the machine's name, which may be empty.</param>
public sealed record EvaluationRequest(string Host)
{
    /// <summary>Evaluates this user's home alone, without any host: the values are then the home's. Null evaluates the host with all its homes.</summary>
    public string? User { get; init; }

    /// <summary>host, container, wsl or vm; null takes the host's own.</summary>
    public string? Target { get; init; }

    /// <summary>One of the host's <c>variants</c>, whose definitions count besides the host's own; null for the host itself.</summary>
    public string? Variant { get; init; }

    /// <summary>Parameters given on the command line, as text; they win over the environment.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Modules to import besides what the host imports, after its own: names, or paths from the tree's folder such as <c>./try.yaml</c>.</summary>
    /// <remarks>So that a variant can be looked at without changing the tree: nothing else knows of it.</remarks>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Sees the values before errors decide whether there is a configuration; for tests that compare option by option.</summary>
    internal Action<Evaluation.GroupView>? Inspect { get; init; }

    /// <summary>Reads an environment variable; only declared parameters ask.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
