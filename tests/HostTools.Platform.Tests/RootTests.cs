using System.Diagnostics;
using System.Text;

namespace HostTools.Platform.Tests;

/// <summary>Every way of resolving behaves the same: by the kernel, part by part, and with .NET alone.</summary>
public sealed class RootTests : IDisposable
{
    private readonly string _base = Path.Join(Path.GetTempPath(), "hosttools-root-" + Guid.NewGuid().ToString("N")[..12]);

    public RootTests()
    {
        Directory.CreateDirectory(Inside);
        Directory.CreateDirectory(Path.Join(_base, "outside"));
        File.WriteAllText(Path.Join(_base, "outside", "secret"), "secret");
    }

    public static TheoryData<string> Ways => ["kernel", "walk", "managed"];

    private string Inside => Path.Join(_base, "in");

    public void Dispose() => Directory.Delete(_base, recursive: true);

    private Root Open(string way)
    {
        Skip.If(way != "managed" && !OperatingSystem.IsLinux(), "needs Linux");
        return way switch
        {
            "kernel" => Root.At(Inside),
            "walk" => Root.With(Inside, new LinuxRootAccess(Inside, new LinuxWalkResolver())),
            _ => Root.With(Inside, new ManagedRootAccess(Inside)),
        };
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Join(Inside, path), target);

    private static void Put(Root root, string path, string text, int mode = 0x1A4)
    {
        using FileStream file = root.CreateNew(path, mode);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    [SkippableTheory]
    [InlineData("/", "/etc/ssh", "/etc/ssh")]
    [InlineData("/", "/", "/")]
    [InlineData("/srv/pi/", "/etc/ssh", "/srv/pi/etc/ssh")]
    [InlineData("/srv/pi", "/etc", "/srv/pi/etc")]
    public void A_path_in_a_message_has_no_double_slash(string root, string path, string described)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a root of '/'");
        Assert.Equal(described, Root.At(root).Describe(path));
        Assert.Equal(described, Root.At(root).Below("/").Describe(path));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void Absolute_links_start_at_the_root_and_dots_stop_there(string way)
    {
        Root root = Open(way);
        root.CreateDirectories("/usr/lib");
        Put(root, "/usr/lib/file", "inside");
        Link("lib", "/usr/lib");
        Link("up", "../../../../usr/lib");
        Link("usr/deep", "lib/../../usr/./lib");
        Link("toroot", "..");

        foreach (string path in new[] { "/lib/file", "/up/file", "/usr/deep/file", "/toroot/usr/lib/file", "/usr/lib/file" })
            Assert.Equal("inside", root.TryReadAllText(path));
        Assert.Equal("/usr/lib", root.ResolveDirectory("/lib"));
        Assert.Equal("/", root.ResolveDirectory("/toroot"));
        Assert.Equal(["lib", "toroot", "up", "usr"], root.List("/toroot"));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void No_link_leads_out(string way)
    {
        Root root = Open(way);
        Link("abs", Path.Join(_base, "outside"));
        Link("rel", "../outside");
        Link("file", Path.Join(_base, "outside", "secret"));

        Assert.Null(root.TryReadAllText("/abs/secret"));
        Assert.Null(root.TryReadAllText("/rel/secret"));
        Assert.Null(root.TryReadAllText("/file"));
        Assert.False(root.Exists("/abs/secret"));
        Assert.ThrowsAny<IOException>(() => Put(root, "/abs/new", "x"));
        Assert.ThrowsAny<IOException>(() => Put(root, "/rel/new", "x"));
        Assert.ThrowsAny<IOException>(() => root.OpenOrCreate("/file", 0x1A4).Dispose());
        Assert.Equal(["secret"], Directory.EnumerateFileSystemEntries(Path.Join(_base, "outside")).Select(static path => Path.GetFileName(path)));
        Assert.Equal("secret", File.ReadAllText(Path.Join(_base, "outside", "secret")));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void A_circle_of_links_is_an_answer_and_no_hang(string way)
    {
        Root root = Open(way);
        Link("a", "b");
        Link("b", "a");

        Assert.False(root.Exists("/a/x"));
        Assert.Null(root.TryReadAllText("/a"));
        Assert.Equal("b", root.ReadLink("/a"));
        Assert.Equal(RootFailure.LinkLoop, Assert.Throws<RootIOException>(() => root.StatFollowed("/a")).Reason);
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void Things_are_made_seen_renamed_and_removed(string way)
    {
        Root root = Open(way);
        root.CreateDirectory("/d", 0x1C0);
        Put(root, "/d/f", "content", 0x180);
        root.CreateLink("/d/l", "f");

        Assert.Equal(["f", "l"], root.List("/d"));
        Assert.Equal((FileEntryType.File, 0x180, 7L), (root.Stat("/d/f")!.Value.Type, root.Stat("/d/f")!.Value.Mode, root.Stat("/d/f")!.Value.Size));
        Assert.Equal(FileEntryType.Link, root.Stat("/d/l")?.Type);
        Assert.Equal(FileEntryType.File, root.StatFollowed("/d/l")?.Type);
        Assert.Equal(FileEntryType.Directory, root.Stat("/d")?.Type);
        root.SetMode("/d/f", 0x1FF);
        Assert.Equal(0x1FF, root.Stat("/d/f")?.Mode);
        Put(root, "/d/g", "other");
        root.Rename("/d/g", "/d/f");
        Assert.Equal("other", root.TryReadAllText("/d/f"));
        Assert.Equal(RootFailure.NotEmpty, Assert.Throws<RootIOException>(() => root.RemoveDirectory("/d")).Reason);
        Assert.Equal(RootFailure.Exists, Assert.Throws<RootIOException>(() => Put(root, "/d/f", "x")).Reason);
        Assert.Equal(RootFailure.Exists, Assert.Throws<RootIOException>(() => root.CreateDirectory("/d", 0x1ED)).Reason);
        root.RemoveFile("/d/l");
        root.RemoveFile("/d/f");
        root.SyncDirectory("/d");
        root.RemoveDirectory("/d");
        Assert.Null(root.Stat("/d"));
        Assert.Equal(RootFailure.NotFound, Assert.Throws<RootIOException>(() => root.RemoveFile("/d/f")).Reason);
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void An_open_file_gets_another_name_inside_the_root(string way)
    {
        Skip.If(way == "managed" && !OperatingSystem.IsWindows(), "needs Linux or Windows");
        Root root = Open(way);
        Put(root, "/file", "content");
        using FileStream file = root.OpenRead("/file");
        root.CreateHardLink("/other", file);

        Assert.Equal("content", root.TryReadAllText("/other"));
        Assert.Equal(root.Stat("/file")!.Value.Identity, root.Stat("/other")!.Value.Identity);
        Assert.Equal(RootFailure.Exists, Assert.Throws<RootIOException>(() => root.CreateHardLink("/other", file)).Reason);
        Link("out", Path.Join(_base, "outside"));
        Assert.ThrowsAny<IOException>(() => root.CreateHardLink("/out/file", file));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void Absence_is_an_answer(string way)
    {
        Root root = Open(way);
        Put(root, "/file", "x");

        Assert.Null(root.TryReadAllText("/none"));
        Assert.Null(root.TryReadAllText("/none/deeper"));
        Assert.Null(root.Stat("/none/deeper"));
        Assert.Null(root.ReadLink("/file"));
        Assert.Null(root.ResolveDirectory("/none"));
        Assert.Empty(root.List("/none"));
        Assert.False(root.Exists("/none"));
        Assert.Null(Root.At(Path.Join(_base, "nowhere")).Stat("/x"));
        Assert.Empty(Root.At(Path.Join(_base, "nowhere")).List("/"));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void Reads_have_a_limit_and_refuse_pipes(string way)
    {
        Root root = Open(way);
        Put(root, "/large", new string('x', 5000));
        using (Process mkfifo = Process.Start("mkfifo", [Path.Join(Inside, "pipe")]))
            mkfifo.WaitForExit();

        RootIOException refused = Assert.Throws<RootIOException>(() => root.TryReadAllText("/large", 4999));
        Assert.Equal(RootFailure.TooLarge, refused.Reason);
        Assert.Equal(5000, root.TryReadAllText("/large", 5000)?.Length);
        if (way != "managed")
            Assert.Null(root.TryReadAllText("/pipe"));
    }

    [Fact]
    public void What_was_made_is_named_as_everybody_names_it_also_on_the_machine_itself()
    {
        if (OperatingSystem.IsWindows())
            return;
        string folder = Directory.CreateTempSubdirectory("hosttools-root-").FullName;
        try
        {
            Assert.Equal([folder + "/a", folder + "/a/b"], Root.At("/").CreateDirectories(folder + "/a/b"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void A_part_of_a_root_still_resolves_in_the_whole(string way)
    {
        Root root = Open(way);
        root.CreateDirectories("/var/lib/app");
        root.CreateDirectories("/etc");
        Put(root, "/etc/target", "whole");
        Link("var/lib/app/link", "/etc/target");
        Root part = root.Below("/var/lib/app");

        Assert.Equal("whole", part.TryReadAllText("/link"));
        Assert.Equal(["link"], part.List("/"));
        Assert.Throws<ArgumentException>(() => part.TryReadAllText("/../../../etc/target"));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public void Space_and_rights_can_be_asked_for(string way)
    {
        Root root = Open(way);

        Assert.True(root.IsWritable("/"));
        Assert.False(root.IsWritable("/none"));
        Assert.True(root.FreeSpace("/") > 0);
    }

    [SkippableFact]
    public void Files_of_proc_are_read_though_they_claim_to_be_empty()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs Linux");
        var root = Root.At("/proc");

        Assert.Contains("Name:", root.TryReadAllText("/self/status"), StringComparison.Ordinal);
        // Magic links would lead out of any root.
        Assert.Null(root.TryReadAllText("/self/exe", 1L << 30));
    }

    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("a//b/./c/", "/a/b/c")]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    public void Paths_are_brought_into_one_form(string path, string expected)
    {
        Assert.Equal(expected, RootPath.Normalize(path));
        Assert.True(RootPath.IsCanonical(expected));
        Assert.Equal(path == expected, RootPath.IsCanonical(path));
    }

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("..")]
    [InlineData("/a\0b")]
    public void Paths_that_climb_are_refused(string path) => Assert.Throws<ArgumentException>(() => RootPath.Normalize(path));

    [Fact]
    public void Parents_and_ancestors()
    {
        Assert.Equal(("/a", "b"), (RootPath.ParentOf("/a/b"), RootPath.NameOf("/a/b")));
        Assert.Equal("/", RootPath.ParentOf("/a"));
        Assert.Equal(["/a/b", "/a"], RootPath.AncestorsOf("/a/b/c"));
        Assert.True(RootPath.IsBelow("/a/b", "/a"));
        Assert.True(RootPath.IsBelow("/a", "/"));
        Assert.False(RootPath.IsBelow("/ab", "/a"));
        Assert.False(RootPath.IsBelow("/a", "/a"));
    }
}
