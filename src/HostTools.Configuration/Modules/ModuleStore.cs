using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Modules;

/// <summary>Reads and parses files; keeps what it parsed as long as the file is unchanged. Thread-safe.</summary>
internal static class ModuleStore
{
    private const long MaxFileSize = 16 * 1024 * 1024;

    private const long MaxKept = 128 * 1024 * 1024;

    private static long s_kept;

    private static readonly ConcurrentDictionary<string, LoadedModule> s_loaded = new(StringComparer.Ordinal);

    /// <param name="path">Absolute path.</param>
    /// <param name="displayPath">Path for messages.</param>
    /// <param name="kind">Decides the top-level keys.</param>
    public static LoadedModule Load(string path, string displayPath, ModuleKind kind)
    {
        var info = new FileInfo(path);
        if (s_loaded.TryGetValue(path, out LoadedModule? known) && known.Kind == kind && known.DisplayPath == displayPath &&
            info.Exists && known.Written == info.LastWriteTimeUtc && known.Length == info.Length)
            return known;
        LoadedModule loaded = Read(info, displayPath, kind);
        if (loaded.Document is not null)
            Keep(path, loaded);
        return loaded;
    }

    /// <summary>Forgets everything once it is too much: a process that lives long may have seen many trees.</summary>
    private static void Keep(string path, LoadedModule loaded)
    {
        if (Interlocked.Add(ref s_kept, loaded.Length) > MaxKept)
        {
            s_loaded.Clear();
            s_kept = 0;
        }

        s_loaded[path] = loaded;
    }

    private static LoadedModule Read(FileInfo info, string displayPath, ModuleKind kind)
    {
        var errors = new ErrorList();
        try
        {
            if (info.Length > MaxFileSize)
                errors.Add(ConfigurationErrors.UnreadableFile(displayPath, $"it is larger than {new ByteSize(MaxFileSize)}", "Split it into modules, or keep data in a file of its own."));
            if (info.Length == 0 && !IsRegular(info))
                errors.Add(ConfigurationErrors.UnreadableFile(displayPath, "it is a pipe, a socket or a device", "Put a regular file there."));
            byte[] bytes = errors.IsEmpty ? File.ReadAllBytes(info.FullName) : [];
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            var file = new SourceFile(displayPath, info.FullName, text);
            ModuleDocument? document = errors.IsEmpty ? Parse(file, kind, errors) : null;
            file.Compact();
            return new LoadedModule(document, errors.Sorted(), kind, displayPath, info.LastWriteTimeUtc, info.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            HostError error = cause is DecoderFallbackException
                ? ConfigurationErrors.UnreadableFile(displayPath, "it is not text in UTF-8", "Save it in that encoding.")
                : ConfigurationErrors.UnreadableFile(displayPath, cause.Message, "Give this user the right to read it.");
            return new LoadedModule(null, [error], kind, displayPath, default, 0, string.Empty);
        }
    }

    /// <summary>Opening a pipe would wait for whoever writes to it. Such things have no length, so only few files are asked.</summary>
    private static bool IsRegular(FileInfo info) =>
        OperatingSystem.IsWindows() || Root.At(info.DirectoryName!).StatFollowed("/" + info.Name) is not { Type: not FileEntryType.File };

    private static ModuleDocument? Parse(SourceFile file, ModuleKind kind, ErrorList errors)
    {
        switch (YamlReader.Read(file, errors))
        {
            case null:
                return errors.IsEmpty ? new ModuleDocument(file, null) : null;
            case YamlMapping root when file.FullPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase):
                var data = new ModuleDocument(file, null) { Class = "any" };
                data.Blocks.Add(new Block(data, root));
                return data;
            case YamlMapping root:
                return ModuleParser.Parse(root, file, null, kind, errors);
            case YamlNode other:
                errors.Add(ConfigurationErrors.NotAModule(other.Place));
                return null;
        }
    }
}

/// <summary>A file as parsed, with everything that was wrong in it.</summary>
internal sealed record LoadedModule(
    ModuleDocument? Document, IReadOnlyList<HostError> Errors, ModuleKind Kind, string DisplayPath, DateTime Written, long Length, string Hash);
