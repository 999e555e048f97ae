using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Configuration.Schema;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Makes a configuration tree with one host that works, or adds a host to a tree.</summary>
/// <remarks>
/// <para>A new tree gets hosttools.yaml, the host, a module, settings for Visual Studio Code with JSON Schemas of all files, .editorconfig and
/// .gitignore. Where there is a tree already, it gets the host and nothing else. The host has been evaluated and planned before anything is
/// written. Files that exist are never touched: when there is one of these names, nothing is written.</para>
/// </remarks>
/// <example>
/// <para>A tree in a folder of its own.</para>
/// <code lang="pwsh">New-HostConfig den -Path ./machines</code>
/// <code lang="sh">hosttools config new den --path ./machines</code>
/// </example>
/// <example>
/// <para>Which files it would write.</para>
/// <code lang="pwsh">New-HostConfig den -Path ./machines -WhatIf</code>
/// <code lang="sh">hosttools config new den --path ./machines --what-if</code>
/// </example>
/// <example>
/// <para>A further host in a tree that is there.</para>
/// <code lang="pwsh">New-HostConfig den</code>
/// <code lang="sh">hosttools config new den</code>
/// </example>
/// <example>
/// <para>From nothing to files in a folder.</para>
/// <code lang="pwsh">New-HostConfig den -Path ./machines; Get-HostPlan den -Path ./machines -Root ./out/den</code>
/// <code lang="sh">hosttools config new den --path ./machines &amp;&amp; hosttools plan den --path ./machines --root ./out/den</code>
/// </example>
[Command("New", "HostConfig", Effect = Effect.Change, Cli = "config new")]
public sealed class NewHostConfig : ICommand<CreatedConfig>
{
    /// <summary>Name of the host: letters, digits and inner hyphens, at most 63.</summary>
    [Argument(Position = 0, Mandatory = true, Aliases = ["HostName"])]
    public string? Name { get; set; }

    /// <summary>Folder of the tree; made when it is absent. When not given, the nearest tree at or above the current location, else that location.</summary>
    [Argument(Path = PathKind.New)]
    public string? Path { get; set; }

    /// <summary>Folder with files to fill in instead, laid out as in a tree; @host@ and @system@ stand for the names, in names of files as well.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Template { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CreatedConfig> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        string name = Name is { } given && ConfigurationTree.IsHostName(given) ? given : throw HostErrors.HostNameInvalid(Name ?? string.Empty);
        string folder = System.IO.Path.GetFullPath(Path ?? TreeAbove(context.Environment.CurrentDirectory) ?? context.Environment.CurrentDirectory);
        TargetFolder.RequireFolder(folder);
        bool isTree = IsTree(folder);
        using ConfigTemplate template = ConfigTemplate.Fill(isTree ? "host" : "config", Template, new Dictionary<string, string> { ["host"] = name });
        if (!template.Files().Contains($"hosts/{name}/default.yaml"))
            throw EditorErrors.TemplateUnfit(Template, $"hosts/{name}/default.yaml");
        if (isTree)
            await TryInTreeAsync(context, folder, name, template, token).ConfigureAwait(false);
        else
            await AddSchemasAsync(context, name, template, token).ConfigureAwait(false);
        IReadOnlyList<string> files = template.Files();
        RequireNew(folder, files);
        string work = isTree ? $"Add the host '{name}' to {folder}" : $"Make a configuration tree with the host '{name}' in {folder}";
        var change = new ProposedChange(work, [.. files.Select(file => $"+ {System.IO.Path.Combine(folder, file)}")], Impact.Medium);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            yield break;
        template.CopyTo(folder);
        context.Note($"Made the host '{name}'. Look at hosts/{name}/default.yaml, and at what it comes to with Get-HostPlan (hosttools plan).");
        yield return new CreatedConfig(folder, name, files);
    }

    private static bool IsTree(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "hosttools.yaml")) || Directory.Exists(System.IO.Path.Combine(folder, "hosts"));

    private static string? TreeAbove(string folder)
    {
        for (DirectoryInfo? above = new(folder); above is not null; above = above.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(above.FullName, "hosttools.yaml")))
                return above.FullName;
        }

        return null;
    }

    /// <summary>A further host must work among the modules that are there, and disturb no other.</summary>
    private static async Task TryInTreeAsync(CommandContext context, string folder, string name, ConfigTemplate template, CancellationToken token)
    {
        RequireNew(folder, template.Files());
        using var draft = new TreeDraft(folder);
        draft.Add(template, template.Files());
        draft.Check(context, [name], [], token);
        await PlanAsync(context, HostSource.Open(context, draft.Folder, new Dictionary<string, string>(), null).Require(name, token), token).ConfigureAwait(false);
    }

    /// <summary>The template is worth nothing unless its host evaluates and gives a plan.</summary>
    private static async Task AddSchemasAsync(CommandContext context, string name, ConfigTemplate template, CancellationToken token)
    {
        HostSource source = HostSource.Open(context, template.Folder, new Dictionary<string, string>(), null);
        await PlanAsync(context, source.Require(name, token), token).ConfigureAwait(false);
        SchemaFiles.Write(SchemaFiles.Make(source.Tree, SchemaFiles.FolderOf(template.Folder), Enum.GetValues<SchemaKind>()));
    }

    private static async Task PlanAsync(CommandContext context, HostConfig config, CancellationToken token)
    {
        DirectoryInfo nowhere = Directory.CreateTempSubdirectory("hosttools-new-");
        try
        {
            await PlanMaker.PlanAsync(context, config, TargetFolder.Open(context, nowhere.FullName, null), token).ConfigureAwait(false);
        }
        finally
        {
            nowhere.Delete(recursive: true);
        }
    }

    private static void RequireNew(string folder, IReadOnlyList<string> files)
    {
        List<string> there = [.. files.Where(file => File.Exists(System.IO.Path.Combine(folder, file)))];
        if (there.Count > 0)
            throw HostErrors.ConfigExists(folder, there);
    }
}

/// <summary>A configuration tree, or a host, that was just made.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="HostName">Its host.</param>
/// <param name="Files">All files that were written, relative to the folder.</param>
public sealed record CreatedConfig(string Path, string HostName, IReadOnlyList<string> Files)
{
    /// <summary>The absolute paths of its files, one on each line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Files.Select(file => System.IO.Path.Combine(Path, file)));
}
