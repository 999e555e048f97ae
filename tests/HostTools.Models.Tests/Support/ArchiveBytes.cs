using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace HostTools.Models.Tests;

/// <summary>Archives made in memory, hostile ones included.</summary>
internal static class ArchiveBytes
{
    public static byte[] Tar(params (string Path, string Text)[] files) =>
        Tar([.. files.Select(static file => (TarEntry)new PaxTarEntry(TarEntryType.RegularFile, file.Path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Text)) })]);

    public static byte[] Tar(params TarEntry[] entries)
    {
        var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (TarEntry entry in entries)
                writer.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    public static TarEntry Link(TarEntryType type, string path, string target) => new PaxTarEntry(type, path) { LinkName = target };

    public static byte[] GZip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Zip(params (string Path, string Text, int Mode)[] files)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, string text, int mode) in files)
            {
                ZipArchiveEntry entry = zip.CreateEntry(path);
                entry.ExternalAttributes = mode << 16;
                using var writer = new StreamWriter(entry.Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Through a program; null when it is not installed.</summary>
    public static byte[]? Through(string program, byte[] bytes)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "-c") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            process.StandardInput.BaseStream.Write(bytes);
            process.StandardInput.Close();
            var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            return output.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
