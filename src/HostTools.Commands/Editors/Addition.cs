using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>Adds the files of a template to a tree and names them in the files of hosts and homes, or does nothing.</summary>
internal sealed class Addition(CommandContext context, string? path, string name)
{
    /// <summary>The file that the template is for; when it is there, nothing of the template is taken.</summary>
    public required string Main { get; init; }

    /// <summary>Hosts to add to.</summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>Users whose homes to add to.</summary>
    public string[] Homes { get; init; } = [];

    /// <summary>Makes of the text of a file, and its name, the text that knows of the addition.</summary>
    public required Func<string, string, string> Register { get; init; }

    /// <summary>What else has to be right of the tree as it would be.</summary>
    public Action<ConfigurationTree> Verify { get; init; } = static _ => { };

    /// <summary>Tries it in a draft, asks, and does it.</summary>
    /// <returns>What was made; null when the answer was no.</returns>
    public async Task<CreatedFiles?> RunAsync(ConfigTemplate template, string? templateFolder, string work, CancellationToken token)
    {
        ConfigurationTree tree = HostSource.Open(context, path, new Dictionary<string, string>(), null).Tree;
        RequireKnown("host", Hosts, tree.HostNames());
        RequireKnown("home of", Homes, tree.HomeNames());
        IReadOnlyList<string> files = template.Files();
        if (!files.Contains(Main))
            throw EditorErrors.TemplateUnfit(templateFolder ?? template.Folder, Main);
        List<string> there = [.. files.Where(file => File.Exists(System.IO.Path.Combine(tree.Directory, file)))];
        bool isThere = there.Contains(Main) && (Hosts.Length > 0 || Homes.Length > 0);
        if (there.Count > 0 && !isThere)
            throw EditorErrors.AlreadyThere(there);
        using var draft = new TreeDraft(tree.Directory);
        if (!isThere)
            draft.Add(template, files);
        foreach (string file in Hosts.Distinct().Select(static host => $"hosts/{host}/default.yaml").Concat(Homes.Distinct().Select(static user => $"users/{user}/home.yaml")))
            draft.Edit(file, text => Register(text, file));
        draft.Check(context, Hosts, Homes, token);
        Verify(HostSource.Open(context, draft.Folder, new Dictionary<string, string>(), null).Tree);
        IReadOnlyList<string> lines = draft.Lines();
        if (lines.Count == 0)
            context.Note($"'{name}' is there already. Nothing to do.");
        else if (await context.ConfirmAsync(new ProposedChange($"{work} in {tree.Directory}", lines, Impact.Medium)).ConfigureAwait(false))
            draft.Publish(template);
        else
            return null;
        return new CreatedFiles(tree.Directory, name, draft.Added, [.. draft.Edited]);
    }

    private static void RequireKnown(string what, string[] names, IReadOnlyList<string> known)
    {
        if (Array.Find(names, name => !known.Contains(name)) is { } unknown)
            throw EditorErrors.NothingToRegisterWith(what, unknown, known);
    }
}
