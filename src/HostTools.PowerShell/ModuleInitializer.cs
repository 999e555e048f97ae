using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace HostTools.PowerShell;

/// <summary>Runs when the module is imported, before any cmdlet does: what HostTools needs then comes from <c>lib/</c>, beside other modules' versions of it.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private static LibraryContext? s_context;

    /// <inheritdoc/>
    public void OnImport()
    {
        // Importing again runs this again, in the same assembly.
        if (Interlocked.CompareExchange(ref s_context, new LibraryContext(), null) is null)
            AssemblyLoadContext.Default.Resolving += static (_, name) => s_context!.Find(name);
    }
}

/// <summary>Loads the assemblies of <c>lib/</c>, and nobody else's.</summary>
internal sealed class LibraryContext() : AssemblyLoadContext("HostTools")
{
    private readonly string _folder = Path.Join(Path.GetDirectoryName(typeof(LibraryContext).Assembly.Location), "lib");

    /// <summary>What the cmdlets ask for: our own assemblies only, so that other modules never get theirs from us.</summary>
    public Assembly? Find(AssemblyName name) => name.Name?.StartsWith("HostTools.", StringComparison.Ordinal) == true ? Load(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Join(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
