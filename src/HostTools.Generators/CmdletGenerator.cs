using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace HostTools.Generators;

/// <summary>Emits a cmdlet for every command class of the referenced HostTools.Commands.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class CmdletGenerator : IIncrementalGenerator
{
    private const string CommandsAssembly = "HostTools.Commands";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<CommentIndex> comments = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(CommandsAssembly + ".xml", System.StringComparison.Ordinal))
            .Select(static (file, token) => file.GetText(token)?.ToString() ?? string.Empty)
            .Collect()
            .Select(static (texts, _) => CommentIndex.Parse(texts.IsEmpty ? string.Empty : texts[0]));

        IncrementalValuesProvider<CommandModel> commands = context.CompilationProvider
            .Combine(comments)
            .SelectMany(static (pair, token) => CommandReader.ReadAll(FindCommands(pair.Left), pair.Right, token))
            .WithTrackingName("Commands");

        context.RegisterSourceOutput(commands, static (production, command) =>
        {
            foreach (Complaint complaint in command.Complaints)
                production.ReportDiagnostic(complaint.ToDiagnostic());
            production.AddSource(command.ClassName + ".g.cs", SourceText.From(CmdletWriter.Write(command), Encoding.UTF8));
        });
    }

    private static IAssemblySymbol? FindCommands(Compilation compilation) =>
        compilation.SourceModule.ReferencedAssemblySymbols.FirstOrDefault(static assembly => assembly.Name == CommandsAssembly);
}
