using System.Runtime.InteropServices;
using HostTools.Machine;

namespace HostTools.Commands;

/// <summary>A template with its names filled in, in a folder of its own until it is taken or thrown away.</summary>
internal sealed class ConfigTemplate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hosttools-new-");

    public ConfigTemplate(string template, string host)
    {
        string from = TemplateLocator.Find(template);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(Folder, Fill(Path.GetRelativePath(from, file), host));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.WriteAllText(to, Fill(File.ReadAllText(file), host));
        }
    }

    /// <summary>Where it lies for now.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Its files, relative, in ordinal order.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>Copies its files to where they belong. When one cannot be written, those before it are taken away again.</summary>
    public void CopyTo(string folder)
    {
        var written = new Stack<string>();
        try
        {
            foreach (string file in Files())
            {
                string to = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(Path.Combine(Folder, file), to, overwrite: false);
                written.Push(to);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            while (written.TryPop(out string? file))
                File.Delete(file);
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Fill(string text, string host) =>
        text.Replace("@host@", host, StringComparison.Ordinal).Replace("@system@", System, StringComparison.Ordinal);

    private static string System =>
        $"{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}-{(OperatingSystem.IsWindows() ? "windows" : "linux")}";
}
