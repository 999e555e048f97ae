using HostTools.Configuration;

namespace HostTools.Machine.Tests.Library;

/// <summary>What every module and every option of the library owes its users.</summary>
public sealed class ShapeTests
{
    private static readonly string s_modules = Path.Combine(Trees.Repository, "modules");

    [Fact]
    public void EveryModule_EvaluatesTogetherWithAllOthers()
    {
        HostConfig config = Trees.EvaluateHome(
            $"imports: [{ImportsOf("home")}]\n", $"imports: [{ImportsOf("host")}]\nconfig:\n  modules.system.boot.root: UUID=1\n").Require();
        Assert.Empty(config.Warnings);
        foreach (OptionInfo option in config.Options)
        {
            Assert.True(option.Description.Length > 0, $"{option.Name} has no description.");
            Assert.True(option.Description.EndsWith('.') || option.Description.EndsWith(".)", StringComparison.Ordinal), $"The description of {option.Name} is no sentence: {option.Description}");
        }
    }

    private static string ImportsOf(string of) =>
        string.Join(", ", Trees.LibraryModules.Where(module => !module.IsBase && (module.Class == of || module.Class == "any")).Select(static module => module.Name));

    [Fact]
    public void LibraryBesideTheAssembly_IsTheOneOfTheTree()
    {
        ModuleSource library = LibraryLocator.Find();
        Assert.Equal(Names().Where(static name => name.StartsWith("base/", StringComparison.Ordinal) && name.Count('/') == 1), library.Base);
        Assert.Equal(Names().Where(static name => name.StartsWith("base/home/", StringComparison.Ordinal)), library.HomeBase);
        foreach (string name in Names())
            Assert.Equal(File.ReadAllText(Path.Combine(s_modules, name + ".yaml")), File.ReadAllText(Path.Combine(library.Directory, name + ".yaml")));
    }

    [Fact]
    public void MissingLibrary_IsNamed()
    {
        using var folder = new TemporaryFolder();
        Platform.HostToolsException failure = Assert.Throws<Platform.HostToolsException>(() => LibraryLocator.Open(folder.Path));
        Assert.Equal("LibraryNotFound", failure.Errors[0].Id);
    }

    [Fact]
    public void EveryModule_IsInTheDocumentation()
    {
        string text = File.ReadAllText(Path.Combine(Trees.Repository, "docs", "library.md"));
        foreach (string name in Names())
            Assert.Contains($"`{name}`", text, StringComparison.Ordinal);
    }

    /// <summary>The names of all modules.</summary>
    internal static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(s_modules, "*.yaml", SearchOption.AllDirectories)
            .Select(static file => Path.ChangeExtension(Path.GetRelativePath(s_modules, file), null).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
