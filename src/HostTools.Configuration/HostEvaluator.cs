using System.Security.Cryptography;
using System.Text;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
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
    private ModuleInstance? _host;

    private HostEvaluator(ConfigurationTree tree, EvaluationRequest request, CancellationToken token)
    {
        (_tree, _request) = (tree, request);
        _session = new EvaluationSession(token)
        {
            FindModule = import => _collector!.Find(import),
            RootView = () => _host!.View,
            Folders = [tree.Directory, .. tree.Libraries.Select(static l => l.Directory)],
        };
        _collector = new ModuleCollector(tree, _session);
        _parameters = new Parameters(_session, request);
    }

    /// <summary>Evaluates a host.</summary>
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
                    result = new HostEvaluator(tree, request, token).Run();
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
        string treePath = Path.Combine(_tree.Directory, "hosttools.yaml");
        ModuleDocument? tree = File.Exists(treePath) ? _collector.Load(treePath, ModuleKind.Tree) : null;
        _collector.ReadLibraries(tree);
        if (_collector.Load(path, ModuleKind.Host) is not { } host)
            return Failed();
        HostMeta meta = ReadOutside(tree, host);
        Collect(tree, host, meta);
        return Evaluate(meta, _session.Errors.Count);
    }

    /// <summary>Parameters first, then the header, which may use them.</summary>
    private HostMeta ReadOutside(ModuleDocument? tree, ModuleDocument host)
    {
        CelMap parameters = _parameters.Read(tree, host);
        _session.RootScope = new ValueScope(null, ["params"], [parameters]);
        HostMeta meta = Header.Read(_request.Host, host, _request, _session);
        _session.RootScope = new ValueScope(null, ["meta", "params"], [Header.View(meta), parameters]);
        return meta;
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
    }

    private HostEvaluation Evaluate(HostMeta meta, int errorsBefore)
    {
        OptionSet set = OptionSet.Compile(_collector.Ordered(), _session.Errors);
        _host = new ModuleInstance(_session, set, null, string.Empty, string.Empty, []);
        _session.RootScope.TryResolve("params", out object? parameters);
        _session.RootScope = new ValueScope(null, ["config", "meta", "params"], [_host.View, Header.View(meta), parameters]);
        var materialiser = new Materialiser(_session);
        ConfigMap values = materialiser.Group(_host.View);
        var checks = new Checks(_session);
        materialiser.Instances.ForEach(checks.ReportBlocks);
        materialiser.Instances.ForEach(checks.Run);
        if (errorsBefore > 0)
            _session.Errors.RemoveSince(errorsBefore, static error => Array.IndexOf(s_consequences, error.Id) >= 0);
        if (!_session.Errors.IsEmpty)
            return Failed();
        GroupView root = _host.View;
        var config = new HostConfig(
            meta, _tree.Directory, Hash(meta), values, _session.Warnings.Sorted(),
            names => Provenance.OriginsOf(root, names), () => Provenance.Options(root));
        return new HostEvaluation(config, [], _session.Warnings.Sorted());
    }

    private string Hash(HostMeta meta)
    {
        var text = new StringBuilder().Append(meta.Hostname).Append('\n').Append(meta.Target).Append('\n');
        foreach ((string file, string hash) in _collector.Hashes)
            text.Append(file).Append('=').Append(hash).Append('\n');
        foreach ((string name, string value) in _parameters.Used)
            text.Append(name).Append('=').Append(value).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private HostEvaluation Failed(HostError? error = null)
    {
        if (error is not null)
            _session.Errors.Add(error);
        return new HostEvaluation(null, [.. _session.Errors.Sorted().Select(new ImportAdvice(_collector).Improve)], _session.Warnings.Sorted());
    }
}
