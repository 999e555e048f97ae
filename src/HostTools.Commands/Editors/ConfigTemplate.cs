using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using HostTools.Machine;

namespace HostTools.Commands;

/// <summary>A template with its names filled in, in a folder of its own until it is taken or thrown away.</summary>
internal sealed partial class ConfigTemplate : IDisposable
{
    /// <summary>What a template may hold: it is for text that people write.</summary>
    private const int MaximumFiles = 1000;
    private const long MaximumBytes = 4 << 20;

    private static readonly EnumerationOptions s_everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hosttools-new-");

    private ConfigTemplate()
    {
    }

    /// <summary>A template that came with HostTools, or one in a folder.</summary>
    /// <param name="name">Name of HostTools' own.</param>
    /// <param name="folder">Folder of another one that takes its place; null for HostTools' own.</param>
    /// <param name="names">What stands for each <c>@placeholder@</c>, in names of files and in texts.</param>
    /// <exception cref="Platform.HostToolsException">TemplateMissing, TemplateTooLarge, PlaceholderUnknown.</exception>
    public static ConfigTemplate Fill(string name, string? folder, IReadOnlyDictionary<string, string> names)
    {
        string from = folder ?? TemplateLocator.Find(name);
        if (!Directory.Exists(from))
            throw EditorErrors.TemplateMissing(from);
        var template = new ConfigTemplate();
        try
        {
            template.Write(from, new Dictionary<string, string>(names) { ["system"] = System });
            return template;
        }
        catch
        {
            template.Dispose();
            throw;
        }
    }

    /// <summary>Where it lies for now.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Its files, relative, in ordinal order.</summary>
    public IReadOnlyList<string> Files() => FilesIn(Folder);

    /// <summary>Copies its files to where they belong. When one cannot be written, those before it are taken away again.</summary>
    public void CopyTo(string folder) => CopyTo(folder, Files());

    /// <summary>Copies some of its files.</summary>
    public void CopyTo(string folder, IReadOnlyList<string> files)
    {
        var written = new Stack<string>();
        try
        {
            foreach (string file in files)
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

    private void Write(string from, Dictionary<string, string> names)
    {
        long size = 0;
        foreach ((string file, int number) in FilesIn(from).Select(static (file, number) => (file, number)))
        {
            size += new FileInfo(Path.Combine(from, file)).Length;
            if (number >= MaximumFiles || size > MaximumBytes)
                throw EditorErrors.TemplateTooLarge(from, MaximumFiles, new Platform.ByteSize(MaximumBytes));
            string to = Path.Combine(Folder, Filled(file, file, names));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            byte[] bytes = File.ReadAllBytes(Path.Combine(from, file));
            File.WriteAllBytes(to, Array.IndexOf(bytes, (byte)0) >= 0 ? bytes : Encoding.UTF8.GetBytes(Filled(Encoding.UTF8.GetString(bytes), file, names)));
        }
    }

    private static string Filled(string text, string file, Dictionary<string, string> names) =>
        Placeholder().Replace(text, match => names.GetValueOrDefault(match.Groups[1].Value) ?? throw EditorErrors.PlaceholderUnknown(file, match.Value, names.Keys));

    private static string[] FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", s_everything).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private static string System =>
        $"{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}-{(OperatingSystem.IsWindows() ? "windows" : "linux")}";

    [GeneratedRegex("@([a-z][A-Za-z]*)@", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
