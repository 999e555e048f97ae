using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A copy of a tree in which a change is tried before the tree itself has it.</summary>
internal sealed class TreeDraft : IDisposable
{
    private const long LargestText = 16 << 20;

    private static readonly EnumerationOptions s_here = new() { AttributesToSkip = FileAttributes.ReparsePoint };
    private static readonly string[] s_evaluated = [".yaml", ".yml", ".json", ".lock"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hosttools-draft-");
    private readonly string _tree;
    private readonly Dictionary<string, (byte[]? Before, string? After)> _edits = new(StringComparer.Ordinal);
    private readonly List<string> _added = [];

    /// <param name="tree">The tree.</param>
    /// <param name="isWhole">With the bytes of all files, so that it can be planned from as well.</param>
    public TreeDraft(string tree, bool isWhole = false)
    {
        _tree = tree;
        try
        {
            Copy(tree, Folder, isWhole);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Folder => _folder.FullName;

    /// <summary>Files whose text changes, relative.</summary>
    public IReadOnlyCollection<string> Edited => _edits.Keys;

    /// <summary>Files that are new, relative.</summary>
    public IReadOnlyList<string> Added => _added;

    /// <summary>Takes those files of a template that the tree does not have.</summary>
    public void Add(ConfigTemplate template, IReadOnlyList<string> files)
    {
        template.CopyTo(Folder, files);
        _added.AddRange(files);
    }

    /// <summary>Gives the draft alone a file, to see what comes of it.</summary>
    public void Write(string file, string text)
    {
        string path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Gives the draft alone a folder with these files, in place of one it may have.</summary>
    public void Replace(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        string path = Path.Combine(Folder, folder);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        foreach ((string file, byte[] bytes) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, file))!);
            File.WriteAllBytes(Path.Combine(path, file), bytes);
        }
    }

    /// <summary>Changes the text of a file.</summary>
    public void Edit(string file, Func<string, string> change)
    {
        string path = Path.Combine(_tree, file);
        byte[] bytes = File.ReadAllBytes(path);
        string before = System.Text.Encoding.UTF8.GetString(bytes);
        string after = change(before);
        if (after == before)
            return;
        _edits[file] = (bytes, after);
        File.WriteAllText(Path.Combine(Folder, file), after);
    }

    /// <summary>Gives a file a text, whether it is there or not.</summary>
    public void Put(string file, string text)
    {
        if (File.Exists(Path.Combine(_tree, file)))
        {
            Edit(file, _ => text);
            return;
        }

        _edits[file] = (null, text);
        Write(file, text);
    }

    /// <summary>Takes a file away.</summary>
    public void Remove(string file)
    {
        _edits[file] = (File.ReadAllBytes(Path.Combine(_tree, file)), null);
        File.Delete(Path.Combine(Folder, file));
    }

    /// <summary>Every host that evaluates without the change has to evaluate with it, and those named in any case.</summary>
    /// <exception cref="HostToolsException">With everything that is wrong.</exception>
    public void Check(CommandContext context, IReadOnlyCollection<string> hosts, IReadOnlyCollection<string> homes, CancellationToken token)
    {
        HostSource draft = HostSource.Open(context, Folder, new Dictionary<string, string>(), null);
        var now = new Lazy<HostSource>(() => HostSource.Open(context, _tree, new Dictionary<string, string>(), null));
        List<HostError> errors = [];
        foreach (string host in draft.Tree.HostNames().Union(hosts))
        {
            HostEvaluation evaluation = draft.Evaluate(host, token);
            if (evaluation.Errors.Count > 0 && (hosts.Contains(host) || now.Value.Evaluate(host, token).Errors.Count == 0))
                errors.AddRange(evaluation.Errors.Select(error => HostErrors.OfHost(error, host)));
        }

        foreach (string user in homes)
            errors.AddRange(HostEvaluator.Evaluate(draft.Tree, new EvaluationRequest(string.Empty) { User = user, Environment = context.Environment.Variable }, token).Errors);
        if (errors.Count > 0)
            throw new HostToolsException([.. errors.DistinctBy(static error => (error.Origin, error.Message))]);
    }

    /// <summary>One line for each file that would be new or different.</summary>
    public IReadOnlyList<string> Lines() =>
        [.. _added.Select(file => $"+ {Path.Combine(_tree, file)}"), .. _edits.Select(edit => $"{(edit.Value.Before is null ? '+' : edit.Value.After is null ? '-' : '~')} {Path.Combine(_tree, edit.Key)}")];

    /// <summary>Gives the tree what the draft has; when something fails, the tree is as it was.</summary>
    /// <exception cref="HostToolsException">FileChangedMeanwhile.</exception>
    public void Publish(ConfigTemplate? template = null)
    {
        foreach ((string file, (byte[]? before, _)) in _edits)
        {
            string path = Path.Combine(_tree, file);
            if (before is null ? File.Exists(path) : !File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(before))
                throw EditorErrors.FileChangedMeanwhile(file);
        }

        template?.CopyTo(_tree, _added);
        var written = new Stack<string>();
        try
        {
            foreach ((string file, (_, string? after)) in _edits)
            {
                written.Push(file);
                Give(file, after is null ? null : System.Text.Encoding.UTF8.GetBytes(after));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            while (written.TryPop(out string? file))
                Give(file, _edits[file].Before);
            foreach (string file in _added)
                File.Delete(Path.Combine(_tree, file));
            throw;
        }
    }

    /// <summary>Gives the tree back what it had before it was published, except for files that somebody has changed since.</summary>
    /// <returns>Those files, relative.</returns>
    public IReadOnlyList<string> Withdraw()
    {
        var left = new List<string>();
        foreach ((string file, (byte[]? before, string? after)) in _edits)
        {
            string path = Path.Combine(_tree, file);
            bool isOurs = after is null ? !File.Exists(path) : File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(after));
            if (isOurs)
                Give(file, before);
            else
                left.Add(file);
        }

        return left;
    }

    private void Give(string file, byte[]? bytes)
    {
        string path = Path.Combine(_tree, file);
        if (bytes is null)
            File.Delete(path);
        else
            Replace(path, bytes);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(string from, string to, bool isWhole)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from, "*", s_here).Where(IsConfiguration))
        {
            string copy = Path.Combine(to, Path.GetFileName(file));
            // Of other files the evaluation asks only whether they are there.
            if (isWhole || (s_evaluated.Contains(Path.GetExtension(file)) && new FileInfo(file).Length <= LargestText))
                File.Copy(file, copy);
            else
                File.WriteAllBytes(copy, []);
        }

        foreach (string folder in Directory.EnumerateDirectories(from, "*", s_here).Where(static folder => IsConfiguration(folder) && !IsTarget(folder)))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)), isWhole);
    }

    /// <summary>Hosts and homes refer to files such as files/.bashrc; what git and editors keep is no part of the configuration.</summary>
    private static bool IsConfiguration(string path) => Path.GetFileName(path) is not (".git" or ".hosttools");

    /// <summary>A root file system that hosts are applied to is no part of the configuration, even where it lies in its folder.</summary>
    private static bool IsTarget(string folder) => Directory.Exists(folder + Activation.Target.StatePath);

    /// <summary>An editor that has the file open never sees half of it.</summary>
    internal static void Replace(string path, byte[] bytes)
    {
        string draft = path + ".new";
        File.WriteAllBytes(draft, bytes);
        if (!OperatingSystem.IsWindows() && File.Exists(path))
            File.SetUnixFileMode(draft, File.GetUnixFileMode(path));
        File.Move(draft, path, overwrite: true);
    }
}
