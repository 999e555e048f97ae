using HostTools.Machine.Units;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Units;

/// <summary>Who keeps a file system from being unmounted is named.</summary>
public sealed class MountUseTests
{
    [Fact]
    public void Users_HaveAFolderOrAFileThere()
    {
        using var folder = new TemporaryFolder();
        Process("11", "shell", cwd: "/srv/m/deep");
        Process("12", "beside", cwd: "/srv/media");
        Process("13", "logger", cwd: "/");
        Directory.CreateDirectory(folder.File("proc/13/fd"));
        File.CreateSymbolicLink(folder.File("proc/13/fd/4"), "/srv/m/log");
        Process("14", "caged", cwd: "/", root: "/srv/m");
        Directory.CreateDirectory(folder.File("proc/sys/fs"));

        Assert.Equal(["process 11 (shell)", "process 13 (logger)", "process 14 (caged)"], MountUse.Of(Root.At(folder.Path), "/srv/m"));
        Assert.Empty(MountUse.Of(Root.At(folder.Path), "/srv/nothing"));
        Assert.Empty(MountUse.Of(Root.At(folder.Path), string.Empty));

        void Process(string id, string name, string cwd, string root = "/")
        {
            Directory.CreateDirectory(folder.File($"proc/{id}"));
            File.WriteAllText(folder.File($"proc/{id}/comm"), name + "\n");
            File.CreateSymbolicLink(folder.File($"proc/{id}/cwd"), cwd);
            File.CreateSymbolicLink(folder.File($"proc/{id}/root"), root);
        }
    }
}
