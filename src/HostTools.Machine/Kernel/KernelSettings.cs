using System.IO.Enumeration;
using System.Text;
using HostTools.Platform;

namespace HostTools.Machine.Kernel;

/// <summary>The settings of the running kernel, as files below /proc/sys.</summary>
internal sealed class KernelSettings(Root root)
{
    private const string Folder = "/proc/sys";
    private const int MaximumSize = 1 << 16;

    /// <summary>Files that a name stands for, from /proc/sys on.</summary>
    public IReadOnlyList<string> Find(string name, IReadOnlyList<string> except)
    {
        string[] left = [.. except.Select(SysctlResource.Swapped)];
        IEnumerable<string> found = [string.Empty];
        foreach (string part in SysctlResource.Swapped(name).Split('/'))
        {
            found = found.SelectMany(folder => part.Contains('*', StringComparison.Ordinal)
                ? root.List(RootPath.Join(Folder, folder)).Where(entry => FileSystemName.MatchesSimpleExpression(part, entry, ignoreCase: false)).Select(entry => Join(folder, entry))
                : [Join(folder, part)]).ToList();
        }

        return [.. found.Where(path => root.Stat(PathOf(path)) is { Type: FileEntryType.File } && !left.Contains(path, StringComparer.Ordinal))];
    }

    /// <summary>A value; null where the kernel does not tell it.</summary>
    public string? TryRead(string setting) => root.TryReadAllText(PathOf(setting), MaximumSize)?.TrimEnd('\n');

    /// <summary>Why it cannot be changed here; null when it can, or when that is only a question of rights.</summary>
    public string? WhyFixed(string setting)
    {
        try
        {
            root.OpenOrCreate(PathOf(setting), 0x1A4).Dispose();
            return null;
        }
        catch (RootIOException cause)
        {
            return cause.Reason is RootFailure.ReadOnly ? "it belongs to the machine outside of this container" : null;
        }
    }

    /// <summary>Gives the kernel a value, in one write as it asks for.</summary>
    /// <exception cref="IOException">It refuses.</exception>
    public void Write(string setting, string value)
    {
        using FileStream file = root.OpenOrCreate(PathOf(setting), 0x1A4);
        file.SetLength(0); // As the shell does it; nothing to the kernel.
        file.Write(Encoding.UTF8.GetBytes(value + "\n"));
    }

    private static string PathOf(string setting) => $"{Folder}/{setting}";

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
