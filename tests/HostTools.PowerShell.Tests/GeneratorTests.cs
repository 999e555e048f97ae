using System.Collections.Immutable;
using HostTools.Commands.Framework;
using HostTools.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace HostTools.PowerShell.Tests;

public sealed class GeneratorTests
{
    [Fact]
    public void A_command_becomes_a_sealed_cmdlet()
    {
        string source = Source(Run(
            """
            [Command("Get", "Thing", Effect = Effect.Destroy, Cli = "thing")]
            public sealed class GetThing : ICommand<string>
            {
                [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Aliases = ["Other"])] public string[] Name { get; set; } = [];
                [Argument(Path = PathKind.New)] public string? Out { get; set; }
                [Argument] public bool Quick { get; set; }
                [Argument(Faces = Faces.Cli)] public bool ExitCode { get; set; }
                public int NoParameter { get; set; }
                public System.Collections.Generic.IAsyncEnumerable<string> RunAsync(CommandContext context, System.Threading.CancellationToken token) => throw null!;
            }
            """));
        Assert.Contains("[Cmdlet(\"Get\", \"Thing\", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]", source, StringComparison.Ordinal);
        Assert.Contains("public sealed class GetThingCmdlet : HostCmdlet", source, StringComparison.Ordinal);
        Assert.Contains("[Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]", source, StringComparison.Ordinal);
        Assert.Contains("[Alias(\"Other\")]", source, StringComparison.Ordinal);
        Assert.Contains("command.Out = ResolvePath(\"Out\", Out, global::HostTools.Commands.Framework.PathKind.New);", source, StringComparison.Ordinal);
        Assert.Contains("command.Quick = Quick.ToBool();", source, StringComparison.Ordinal);
        Assert.DoesNotContain("ExitCode", source, StringComparison.Ordinal);
        Assert.DoesNotContain("NoParameter", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HT0001", "GetThing", "", "")]
    [InlineData("HT0002", "FetchThing", ": ICommand<string>", "")]
    [InlineData("HT0003", "GetThing", ": ICommand<string>", "[Argument(Set = \"A\")] public string? A { get; set; } [Argument(Set = \"B\")] public string? B { get; set; } [Argument(Set = \"C\")] public string? C { get; set; }")]
    [InlineData("HT0004", "GetThing", ": ICommand<string>", "[Argument] public System.TimeSpan Wait { get; set; }")]
    [InlineData("HT0004", "GetThing", ": ICommand<string>", "[Argument] public System.TimeSpan? Wait { get; set; }")]
    public void A_wrong_command_does_not_compile(string id, string name, string bases, string members)
    {
        ImmutableArray<Diagnostic> complaints = Run(
            $$"""
            [Command("Get", "Thing", Cli = "thing")]
            public sealed class {{name}} {{bases}}
            {
                {{members}}
                public System.Collections.Generic.IAsyncEnumerable<string> RunAsync(CommandContext context, System.Threading.CancellationToken token) => throw null!;
            }
            """).Diagnostics;
        Assert.Equal(id, Assert.Single(complaints).Id);
    }

    [Fact]
    public void An_unrelated_edit_generates_nothing_anew()
    {
        CSharpCompilation compilation = Compile("class Face;", "Face", [Reference(Thing)]);
        GeneratorDriver driver = Driver().RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;")));
        Assert.All(
            driver.GetRunResult().Results[0].TrackedSteps["Commands"].SelectMany(static step => step.Outputs),
            static output => Assert.Contains(output.Reason, (IncrementalStepRunReason[])[IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged]));
    }

    [Fact]
    public void Comments_become_help_messages()
    {
        const string Xml = """<doc><members><member name="P:HostTools.Commands.GetThing.Name"><summary>Names of <see cref="T:X.Things"/>, "quoted".</summary></member></members></doc>""";
        GeneratorDriver driver = Driver().AddAdditionalTexts([new Text("/x/HostTools.Commands.xml", Xml)]).RunGenerators(Compile("class Face;", "Face", [Reference(Thing)]));
        Assert.Contains("""HelpMessage = "Names of Things, \"quoted\"." """.TrimEnd(), Source(driver.GetRunResult()), StringComparison.Ordinal);
    }

    private const string Thing =
        """
        [Command("Get", "Thing", Cli = "thing")]
        public sealed class GetThing : ICommand<string>
        {
            [Argument] public string? Name { get; set; }
            public System.Collections.Generic.IAsyncEnumerable<string> RunAsync(CommandContext context, System.Threading.CancellationToken token) => throw null!;
        }
        """;

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new CmdletGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorDriverRunResult Run(string command) => Driver().RunGenerators(Compile("class Face;", "Face", [Reference(command)])).GetRunResult();

    private static string Source(GeneratorDriverRunResult result) => Assert.Single(result.GeneratedTrees).ToString();

    // The framework's own assembly bears the name the generator looks for, so its sources are compiled into a look-alike.
    private static PortableExecutableReference Reference(string command)
    {
        string framework = Path.Combine(Repository.Root, "src/HostTools.Commands/Framework");
        string attributes = string.Concat(((string[])["CommandAttribute.cs", "ArgumentAttribute.cs"]).Select(file => File.ReadAllText(Path.Combine(framework, file)).Replace("namespace HostTools.Commands.Framework;", string.Empty, StringComparison.Ordinal)));
        string source =
            "using System; namespace HostTools.Commands.Framework {" + attributes +
            "public class CommandContext; public interface ICompleter; public interface ICommand<out T> { System.Collections.Generic.IAsyncEnumerable<T> RunAsync(CommandContext context, System.Threading.CancellationToken token); } }" +
            "namespace HostTools.Commands { using HostTools.Commands.Framework; " + command + "}";
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Compile(source, typeof(CommandAttribute).Assembly.GetName().Name!, []).Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static CSharpCompilation Compile(string source, string assembly, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        assembly,
        [CSharpSyntaxTree.ParseText(source)],
        [.. references, .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) && !path.Contains("Management.Automation", StringComparison.Ordinal)).Select(static path => MetadataReference.CreateFromFile(path))],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private sealed class Text(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content);
    }
}
