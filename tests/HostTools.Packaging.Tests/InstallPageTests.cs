using System.Text.RegularExpressions;

namespace HostTools.Packaging.Tests;

/// <summary>The commands of <c>docs/install.md</c>, run for real on a copy of this machine whose changes nobody keeps.</summary>
[Collection(PublicationCollection.Name)]
public sealed partial class InstallPageTests(Publication published)
{
    private static bool IsFull => Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full";

    [SkippableFact]
    public void Every_command_of_the_page_works()
    {
        Skip.If(Environment.UserName != "root" || Programs.Find("unshare") is null, "a copy of the machine to install on needs root");
        Skip.If(Programs.Find("sudo") is null || Programs.Find("pwsh") is null, "sudo and pwsh are what the page is about");
        using var folder = new TemporaryFolder();
        string page = Path.Combine(folder.Path, "page.sh");
        // Building the package with .NET in it takes long; the small one is built and installed by another test.
        string[] blocks = [.. Blocks().Matches(File.ReadAllText(Path.Combine(Programs.Clone, "docs/install.md")))
            .Where(static block => IsFull || !block.Groups["package"].Success).Select(static block => block.Groups["commands"].Value)];
        Assert.True(blocks.Length >= 4);
        File.WriteAllText(page, $"set -eux\ncd '{Programs.Clone}'\n{string.Join("", blocks)}\n! command -v hosttools\n[ ! -e /usr/local/share/powershell/Modules/HostTools ]\necho the-page-ended\n");
        File.WriteAllText(Path.Combine(folder.Path, "machine.sh"), Machine);

        (int exitCode, string said) = Programs.Try(folder.Path, "unshare", "--mount", "sh", Path.Combine(folder.Path, "machine.sh"), folder.Path, Programs.Clone, page);
        Skip.If(exitCode == 77, "file systems cannot be laid over each other here");
        Assert.True(exitCode == 0, said);
        Assert.EndsWith("the-page-ended\n", said, StringComparison.Ordinal);
        Assert.Contains("kernel.release", said, StringComparison.Ordinal);
        Assert.True(File.Exists(published.Executable));
    }

    // The machine's file system, and the clone's where that is another, below a layer that takes all writes.
    private const string Machine = """
        set -e
        mount --make-rprivate / || exit 77
        work=$1/layers
        mkdir "$work"
        mount -t tmpfs tmpfs "$work" || exit 77
        mkdir "$work/machine"
        layer() {
            mkdir -p "$work/$1/upper" "$work/$1/work"
            mount -t overlay overlay -o "lowerdir=$2,upperdir=$work/$1/upper,workdir=$work/$1/work" "$3" || exit 77
        }
        layer root / "$work/machine"
        mkdir -p "$work/machine$2"
        layer clone "$2" "$work/machine$2"
        for part in proc dev sys; do mount --rbind "/$part" "$work/machine/$part"; done
        mkdir -p "$work/machine/$(dirname "$3")"
        cp "$3" "$work/machine/page.sh"
        exec env -u PSModulePath chroot "$work/machine" bash /page.sh
        """;

    [GeneratedRegex(@"(?<package><!-- package -->\n)?```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
