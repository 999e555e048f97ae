using System.Globalization;

namespace HostTools.Platform.Tests;

/// <summary>Rights of a user are those of a thread, for the length of one call.</summary>
public sealed class UserRootTests : IDisposable
{
    private const int Files = 60;

    private readonly string _folder = Path.Join(Path.GetTempPath(), "hosttools-rights-" + Guid.NewGuid().ToString("N")[..12]);

    public UserRootTests()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs root to act as somebody else");
        Directory.CreateDirectory(_folder);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public void Threads_at_the_same_time_are_each_their_own_user()
    {
        int[] users = [0, 4001, 4002, 0, 4003, 4004];
        Exception?[] failures = new Exception?[users.Length];
        Thread[] threads = [.. users.Select((user, index) => new Thread(() =>
        {
            try
            {
                Work(user, index);
            }
            catch (Exception cause)
            {
                failures[index] = cause;
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }

    [SkippableFact]
    public async Task What_is_awaited_between_calls_goes_on_with_the_right_user()
    {
        int[] users = [4001, 0, 4002, 0];
        await Task.WhenAll(users.Select(async (user, index) =>
        {
            Root root = RootOf(user, index);
            for (int i = 0; i < Files; i++)
            {
                await Task.Yield();
                await using (FileStream file = root.CreateNew($"/f{i}", 0x1A4))
                    await file.WriteAsync("x"u8.ToArray());
                await Task.Yield();
                Assert.Equal((user, user), OwnerOf(root, $"/f{i}"));
            }
        }));
    }

    [SkippableFact]
    public void The_thread_is_itself_again_after_a_call_that_failed()
    {
        Root own = RootOf(4001, 0);
        string before = Rights();
        Assert.Throws<RootIOException>(() => own.CreateNew("/absent/file", 0x1A4));
        Assert.Throws<RootIOException>(() => Root.At(_folder, static () => new UserIds(4001, 4001)).CreateDirectory("/not-mine", 0x1ED));
        Assert.Equal(before, Rights());
    }

    [SkippableFact]
    public void Groups_of_the_process_are_no_groups_of_the_user()
    {
        File.WriteAllText(Path.Join(_folder, "roots"), "secret");
        Root.At(_folder).SetMode("/roots", 0x1A0);
        Root anns = Root.At(_folder, static () => new UserIds(4001, 4002));
        Assert.Equal(RootFailure.AccessDenied, Assert.Throws<RootIOException>(() => anns.ReadAllBytes("/roots")).Reason);
        Root.At(_folder).SetOwner("/roots", 0, 4002);
        Assert.Equal("secret"u8.ToArray(), anns.ReadAllBytes("/roots"));
    }

    [SkippableFact]
    public void A_call_costs_no_memory_worth_mentioning()
    {
        Root own = RootOf(4001, 0);
        _ = own.Stat("/");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            _ = own.Stat("/");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
    }

    private void Work(int user, int index)
    {
        Root root = RootOf(user, index);
        string before = Rights();
        for (int i = 0; i < Files; i++)
        {
            root.CreateNew($"/f{i}", 0x1A4).Dispose();
            root.CreateDirectory($"/d{i}", 0x1ED);
            Assert.Equal((user, user), OwnerOf(root, $"/f{i}"));
            Assert.Equal((user, user), OwnerOf(root, $"/d{i}"));
            Assert.Equal(before, Rights());
        }
    }

    /// <summary>A folder of the user's; root's own works with the rights of the process.</summary>
    private Root RootOf(int user, int index)
    {
        string name = index.ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory(Path.Join(_folder, name));
        Root.At(_folder).SetOwner("/" + name, user, user);
        return Root.At(Path.Join(_folder, name), () => user == 0 ? null : new UserIds(user, user));
    }

    private static (int User, int Group) OwnerOf(Root root, string path) => root.Stat(path) is { } found ? (found.UserId, found.GroupId) : (-1, -1);

    /// <summary>The lines of the kernel's record of this thread: real, effective, saved and file system numbers, and groups.</summary>
    private static string Rights() =>
        string.Join('\n', File.ReadLines("/proc/thread-self/status").Where(static line => line.StartsWith("Uid:", StringComparison.Ordinal) || line.StartsWith("Gid:", StringComparison.Ordinal) || line.StartsWith("Groups:", StringComparison.Ordinal)));
}
