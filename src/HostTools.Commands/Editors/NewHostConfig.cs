using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Configuration.Schema;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Makes a configuration tree with one host that works, and sets an editor up for it.</summary>
/// <remarks>
/// <para>Writes hosttools.yaml, the host, a module, settings for Visual Studio Code with JSON Schemas of all files, .editorconfig and
/// .gitignore. The host has been evaluated and planned before anything is written. Files that exist are never touched: when there is one of
/// these names, nothing is written.</para>
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
/// <para>From nothing to files in a folder.</para>
/// <code lang="pwsh">New-HostConfig den -Path ./machines; Get-HostPlan den -Path ./machines -Root ./out/den</code>
/// <code lang="sh">hosttools config new den --path ./machines &amp;&amp; hosttools plan den --path ./machines --root ./out/den</code>
/// </example>
[Command("New", "HostConfig", Effect = Effect.Change, Cli = "config new")]
public sealed class NewHostConfig : ICommand<CreatedConfig>
{
    /// <summary>Name of the tree's first host: letters, digits and inner hyphens, at most 63.</summary>
    [Argument(Position = 0, Mandatory = true, Aliases = ["HostName"])]
    public string? Name { get; set; }

    /// <summary>Folder of the tree; made when it is absent. The current location when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? Path { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CreatedConfig> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        string folder = System.IO.Path.GetFullPath(Path ?? context.Environment.CurrentDirectory);
        TargetFolder.RequireFolder(folder);
        if (Name is null || !ConfigurationTree.IsHostName(Name))
            throw HostErrors.HostNameInvalid(Name ?? string.Empty);
        using var template = new ConfigTemplate("config", Name);
        await AddSchemasAsync(context, template, token).ConfigureAwait(false);
        IReadOnlyList<string> files = template.Files();
        RequireNew(folder, files);
        var change = new ProposedChange($"Make a configuration tree with the host '{Name}' in {folder}", [.. files.Select(file => $"+ {System.IO.Path.Combine(folder, file)}")], Impact.Medium);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            yield break;
        template.CopyTo(folder);
        context.Note($"Made the host '{Name}'. Look at hosts/{Name}/default.yaml, and at what it comes to with Get-HostPlan (hosttools plan).");
        yield return new CreatedConfig(folder, Name, files);
    }

    /// <summary>The template is worth nothing unless its host evaluates and gives a plan.</summary>
    private async Task AddSchemasAsync(CommandContext context, ConfigTemplate template, CancellationToken token)
    {
        HostSource source = HostSource.Open(context, template.Folder, new Dictionary<string, string>(), null);
        HostConfig config = source.Require(Name!, token);
        DirectoryInfo nowhere = Directory.CreateTempSubdirectory("hosttools-new-");
        try
        {
            await PlanMaker.PlanAsync(context, config, TargetFolder.Open(context, nowhere.FullName, null), token).ConfigureAwait(false);
        }
        finally
        {
            nowhere.Delete(recursive: true);
        }

        SchemaFiles.Write(SchemaFiles.Make(source.Tree, SchemaFiles.FolderOf(template.Folder), Enum.GetValues<SchemaKind>()));
    }

    private static void RequireNew(string folder, IReadOnlyList<string> files)
    {
        if (Directory.Exists(System.IO.Path.Combine(folder, "hosts")))
            throw HostErrors.ConfigExists(folder, ["hosts/"]);
        List<string> there = [.. files.Where(file => File.Exists(System.IO.Path.Combine(folder, file)))];
        if (there.Count > 0)
            throw HostErrors.ConfigExists(folder, there);
    }
}

/// <summary>A configuration tree that was just made.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="HostName">Its host.</param>
/// <param name="Files">All files that were written, relative to the folder.</param>
public sealed record CreatedConfig(string Path, string HostName, IReadOnlyList<string> Files)
{
    /// <summary>The absolute paths of its files, one on each line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Files.Select(file => System.IO.Path.Combine(Path, file)));
}
