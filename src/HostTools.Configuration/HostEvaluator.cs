using System.Security.Cryptography;
using System.Text;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Evaluates a host: one tree and one request in, a configuration or all errors out. Thread-safe; keeps parsed files, no results.</summary>
public sealed class HostEvaluator
{
    /// <summary>The stack of an evaluation: options may read one another in long chains.</summary>
    private const int StackSize = 64 * 1024 * 1024;

    /// <summary>Where a module is missing, these errors may only follow from that; the rest is worth telling at once.</summary>
    private static readonly string[] s_consequences =
    [
        nameof(ConfigurationErrors.UnknownOption), nameof(ConfigurationErrors.NoValue), nameof(ConfigurationErrors.AssertionFailed),
        CelErrors.NoSuchKey, CelErrors.UnknownName,
    ];

    private readonly ConfigurationTree _tree;
    private readonly EvaluationRequest _request;
    private readonly EvaluationSession _session;
    private readonly ModuleCollector _collector;
    private readonly Parameters _parameters;
    private IReadOnlyList<string> _variants = [];

    private HostEvaluator(ConfigurationTree tree, EvaluationRequest request, CancellationToken token)
    {
        (_tree, _request) = (tree, request);
        _session = new EvaluationSession(token)
        {
            ModulesOf = type => _collector!.ModulesOf(type),
            Folders = [tree.Directory, .. tree.Libraries.Select(static l => l.Directory)],
        };
        _collector = new ModuleCollector(tree, _session);
        _parameters = new Parameters(_session, request);
    }

    /// <summary>Evaluates a host with its homes, or one home alone.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static HostEvaluation Evaluate(ConfigurationTree tree, EvaluationRequest request, CancellationToken token = default)
    {
        HostEvaluation? result = null;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    var evaluator = new HostEvaluator(tree, request, token);
                    result = (request.User is { } user ? evaluator.RunAlone(user) : evaluator.Run()) with { Variants = evaluator._variants };
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return result!;
    }

    private HostEvaluation Run()
    {
        string path = Path.Combine(_tree.Directory, "hosts", _request.Host, "default.yaml");
        bool plainName = _request.Host.AsSpan().IndexOfAny('/', '\\') < 0 && _request.Host is not ("" or "." or "..");
        if (!plainName || !File.Exists(path))
            return Failed(ConfigurationErrors.HostNotFound(_request.Host, _tree.HostNames()));
        ModuleDocument? tree = LoadTree();
        if (_collector.Load(path, ModuleKind.Host) is not { } host)
            return Failed();
        _variants = [.. host.Variants.Keys];
        if (_request.Variant is { } variant && !host.Variants.ContainsKey(variant))
            return Failed(ConfigurationErrors.VariantNotFound(host.Header?["variants"]?.Place, _request.Host, variant, _variants));
        CelMap parameters = ReadParameters(tree, host);
        HostMeta meta = Header.Read(_request.Host, host, _request, _session);
        _session.OuterScope = new ValueScope(null, ["meta", "params"], [Header.View(meta), parameters]);
        Collect(tree, host, meta);
        Home[] homes = [.. meta.Users.Select(user => CollectHome(user, meta, parameters))];
        int errorsBefore = _session.Errors.Count;
        foreach (Home home in homes)
            _session.Homes.Add(home.User, home.Compile(_session.Errors));
        OptionSet options = OptionSets.Compile([BuiltInOptions.OfHosts, .. _collector.Ordered()], _session.Errors);
        _session.Host = new Realm(_session, options, string.Empty, [("meta", Header.View(meta)), ("params", parameters)], []);
        return Evaluate(meta, _session.Host.Root, errorsBefore, host.Header?["users"]?.Place.Origin);
    }

    /// <summary>A home without a host around it: what <c>host</c> says is empty.</summary>
    private HostEvaluation RunAlone(string user)
    {
        if (!Header.IsUserName(user) || !File.Exists(HomeFile(user)))
            return Failed(ConfigurationErrors.HomeNotFound(user, _tree.HomeNames()));
        CelMap parameters = ReadParameters(LoadTree(), null);
        HostMeta meta = Header.Alone(_request, user, _session);
        _session.OuterScope = new ValueScope(null, ["meta", "params"], [Header.View(meta), parameters]);
        Home home = CollectHome(user, meta, parameters);
        int errorsBefore = _session.Errors.Count;
        return Evaluate(meta, home.Compile(_session.Errors).Open(_session, string.Empty, []).Root, errorsBefore);
    }

    private ModuleDocument? LoadTree()
    {
        string path = Path.Combine(_tree.Directory, "hosttools.yaml");
        ModuleDocument? tree = File.Exists(path) ? _collector.Load(path, ModuleKind.Tree) : null;
        _collector.ReadLibraries(tree);
        return tree;
    }

    /// <summary>Before the header, which may use them.</summary>
    private CelMap ReadParameters(ModuleDocument? tree, ModuleDocument? host)
    {
        CelMap parameters = _parameters.Read(tree, host);
        _session.OuterScope = new ValueScope(null, ["params"], [parameters]);
        return parameters;
    }

    private void Collect(ModuleDocument? tree, ModuleDocument host, HostMeta meta)
    {
        _collector.AddBase();
        if (tree is not null)
            _collector.Add(tree);
        foreach (string user in meta.Users)
        {
            string account = Path.Combine(_tree.Directory, "users", user, "default.yaml");
            if (File.Exists(account) && _collector.Load(account, ModuleKind.Module) is { } document)
                _collector.Add(document);
        }

        _collector.Add(host);
        if (_request.Variant is { } variant)
            _collector.Add(host.Variants[variant]);
        foreach (string name in _request.Imports)
            _collector.AddNamed(name);
    }

    /// <summary>Collects a user's home modules; a user without <c>home.yaml</c> has those of the library.</summary>
    private Home CollectHome(string user, HostMeta meta, CelMap parameters)
    {
        CelMap view = Header.View(meta with { User = user });
        ModuleCollector collector = _collector.ForHome(new ValueScope(null, ["meta", "params"], [view, parameters]));
        collector.AddBase();
        if (File.Exists(HomeFile(user)) && collector.Load(HomeFile(user), ModuleKind.Home) is { } document)
            collector.Add(document);
        foreach (string name in _request.User is null ? [] : _request.Imports)
            collector.AddNamed(name);
        return new Home(user, collector.Ordered(), view, parameters);
    }

    private string HomeFile(string user) => Path.Combine(_tree.Directory, "users", user, "home.yaml");

    private HostEvaluation Evaluate(HostMeta meta, ModuleInstance top, int errorsBefore, Origin? users = null)
    {
        var materialiser = new Materialiser(_session);
        ConfigMap values = materialiser.Group(top.View);
        var checks = new Checks(_session);
        materialiser.Instances.ForEach(checks.ReportBlocks);
        materialiser.Instances.ForEach(checks.Run);
        _request.Inspect?.Invoke(top.View);
        if (errorsBefore > 0)
            _session.Errors.RemoveSince(errorsBefore, static error => Array.IndexOf(s_consequences, error.Id) >= 0);
        if (!_session.Errors.IsEmpty)
            return Failed();
        GroupView root = top.View;
        var config = new HostConfig(
            meta, _tree.Directory, Hash(meta), values, _session.Warnings.Sorted(),
            names => Provenance.OriginsOf(root, names), () => Provenance.Options(root)) { Behind = places => TraceBack.From(root, places), UsersOrigin = users };
        return new HostEvaluation(config, [], _session.Warnings.Sorted());
    }

    private string Hash(HostMeta meta)
    {
        var text = new StringBuilder().Append(meta.Hostname).Append('\n').Append(meta.User).Append('\n').Append(meta.Target).Append('\n');
        if (meta.Variant is { } variant)
            text.Append("variant ").Append(variant).Append('\n');
        Append(text, _collector.Hashes);
        foreach (string name in _request.Imports)
            text.Append("import ").Append(name).Append('\n');
        Append(text, _parameters.Used);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, IReadOnlyDictionary<string, string> values)
    {
        string[] names = [.. values.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        foreach (string name in names)
            text.Append(name).Append('=').Append(values[name]).Append('\n');
    }

    private HostEvaluation Failed(HostError? error = null)
    {
        if (error is not null)
            _session.Errors.Add(error);
        return new HostEvaluation(null, [.. _session.Errors.Sorted().Select(new ImportAdvice(_collector, _session.Homes.Values).Improve)], _session.Warnings.Sorted());
    }
}
