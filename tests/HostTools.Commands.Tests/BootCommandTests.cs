using HostTools.Commands.Framework;
using HostTools.Machine.Boot;

namespace HostTools.Commands.Tests;

/// <summary>The boot menu of machines that are folders.</summary>
public sealed class BootCommandTests : IDisposable
{
    private const string Limine = "timeout: 5\n/Linux\n  protocol: linux\n  path: boot():/vmlinuz\n  cmdline: root=LABEL=a rw\n/Other\n  protocol: efi\n  path: boot():/x.efi\n";

    private readonly string _root = Directory.CreateTempSubdirectory("hosttools-boot-").FullName;
    private readonly RecordingConsole _console = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Entries_come_in_the_order_of_the_menu()
    {
        Write("boot/limine.conf", Limine);
        Assert.Equal(["Linux", "Other"], Get().Select(static entry => entry.Id));
        Assert.Equal("Linux", Get().Single(static entry => entry.IsDefault).Id);
    }

    [Fact]
    public void Entries_are_chosen_by_id()
    {
        Write("boot/limine.conf", Limine);
        Assert.Equal(BootEntryKind.Efi, Assert.Single(Get("O*")).Kind);
        Assert.Empty(Get("Othr"));
        Assert.Contains("Did you mean 'Other'?", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_a_menu_says_where_it_was_looked_for()
    {
        Assert.Empty(Get());
        Assert.Contains("no menu of Limine, systemd-boot or GRUB", Assert.Single(_console.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_a_warning()
    {
        Write("boot/limine.conf", Limine);
        Write("boot/limine/limine.conf", Limine);
        Get();
        Assert.Contains("'/boot/limine/limine.conf' is shadowed by '/boot/limine.conf'", Assert.Single(_console.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_one_is_named()
    {
        Write("boot/limine.conf", new string('\n', 2 << 20));
        Get();
        Assert.Contains("limine.conf' of the boot loader cannot be read", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_completed()
    {
        Write("boot/limine.conf", Limine);
        var request = new CompletionRequest(string.Empty, new CommandEnvironment { CurrentDirectory = _root }, new Dictionary<string, string> { ["Root"] = _root });
        Assert.Equal(["Linux", "Other"], new BootEntryCompleter().Complete(request).Select(static completion => completion.Value));
    }

    [Fact]
    public void Limine_gets_another_row_and_nothing_else_changes()
    {
        Write("boot/limine.conf", "timeout: 5\r\n  Default_Entry: 1\r\n/Linux\r\nprotocol: linux\r\n/+More\r\n//Deep\r\nprotocol: linux\r\n/Shut\r\n//Away\r\nprotocol: linux");
        Run(new SetBootEntry { Id = "More/Deep", Default = true, Root = _root, PassThru = true });
        Assert.Empty(_console.Errors);
        Assert.True(Assert.IsType<BootEntry>(Assert.Single(_console.Written)).IsDefault);
        Assert.Equal("timeout: 5\r\n  default_entry: 3\r\n/Linux\r\nprotocol: linux\r\n/+More\r\n//Deep\r\nprotocol: linux\r\n/Shut\r\n//Away\r\nprotocol: linux", Read("boot/limine.conf"));
        Run(new SetBootEntry { Id = "Shut/Away", Default = true, Root = _root });
        Assert.Contains("in a folder that is closed", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_if_changes_nothing_and_shows_the_lines()
    {
        Write("boot/limine.conf", Limine);
        var console = new RecordingConsole { OnConfirm = static _ => false };
        CommandRunner.Run(new SetBootEntry { Id = "Other", Default = true, Root = _root }, console, new CommandEnvironment { CurrentDirectory = _root }, CancellationToken.None);
        Assert.Equal(["  /boot/limine.conf", "+ default_entry: 2"], Assert.Single(console.Asked).Lines);
        Assert.Equal(Limine, Read("boot/limine.conf"));
    }

    [Theory]
    [InlineData("Other", false, false, "When shall 'Other' start?")]
    [InlineData("Other", true, true, "When shall 'Other' start?")]
    [InlineData("Othr", true, false, "Did you mean 'Other'?")]
    [InlineData("Other", false, true, "Limine cannot start an entry for one time only")]
    public void What_cannot_be_is_refused(string id, bool isDefault, bool isOnce, string expected)
    {
        Write("boot/limine.conf", Limine);
        Run(new SetBootEntry { Id = id, Default = isDefault, Once = isOnce, Root = _root });
        Assert.Contains(expected, Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(Limine, Read("boot/limine.conf"));
    }

    [Fact]
    public void A_program_with_an_enrolled_hash_and_a_remembered_entry_are_respected()
    {
        Write("boot/limine.conf", "remember_last_entry: yes\n" + Limine);
        Run(new SetBootEntry { Id = "Other", Default = true, Root = _root });
        Assert.Contains("remember_last_entry: yes", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
        Write("boot/EFI/BOOT/BOOTX64.EFI", "++CONFIG_B2SUM_SIGNATURE++" + new string('b', 128));
        Run(new SetBootEntry { Id = "Other", Default = true, Root = _root });
        Assert.Equal("BootConfigEnrolled", _console.Errors[^1].Id);
    }

    [Fact]
    public void Systemd_boot_gets_a_line_in_its_file()
    {
        Write("boot/loader/loader.conf", "timeout 3\n#default x\ndefault a.conf");
        Write("boot/loader/entries/a.conf", "title A\nlinux /a\n");
        Write("boot/loader/entries/b.conf", "title B\nlinux /b\n");
        Run(new SetBootEntry { Id = "b.conf", Default = true, Root = _root });
        Assert.Equal("timeout 3\n#default x\ndefault b.conf", Read("boot/loader/loader.conf"));
        Run(new SetBootEntry { Id = "b.conf", Once = true, Root = _root });
        Assert.Contains("firmware of the running machine", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Systemd_boot_of_the_running_machine_is_told_by_bootctl()
    {
        Write("boot/loader/loader.conf", "timeout 3\n");
        Write("boot/loader/entries/a.conf", "title A\nlinux /a\n");
        var processes = new Bootctl();
        CommandRunner.Run(new SetBootEntry { Id = "a.conf", Once = true }, _console, new CommandEnvironment { CurrentDirectory = _root, Machine = Platform.Root.At(_root), Processes = processes }, CancellationToken.None);
        Assert.Equal(["bootctl set-oneshot a.conf"], processes.Ran);
        Assert.Contains("bootctl set-oneshot a.conf' failed with 1: Not booted with UEFI", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grub_gets_variables_in_its_block()
    {
        Write("boot/grub/grub.cfg", "set default=\"${saved_entry}\"\nif [ \"${next_entry}\" ]; then set default=\"${next_entry}\"; fi\nmenuentry A --id a {\n linux /a\n}\nsubmenu More --id m {\nmenuentry B --id b {\n linux /b\n}\n}\n");
        Run(new SetBootEntry { Id = "m>b", Default = true, Root = _root });
        Run(new SetBootEntry { Id = "a", Once = true, Root = _root });
        Assert.Empty(_console.Errors);
        Assert.Equal("# GRUB Environment Block\nsaved_entry=m>b\nnext_entry=a\n".PadRight(1024, '#'), Read("boot/grub/grubenv"));
        Assert.Equal(["m>b"], Get().Where(static entry => entry.IsDefault).Select(static entry => entry.Id));
        Assert.Equal(["a"], Get().Where(static entry => entry.IsNext).Select(static entry => entry.Id));
        Run(new SetBootEntry { Id = "m", Default = true, Root = _root });
        Assert.Contains("'m' is a folder", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("btrfs", "/dev/nvme0n1p2", "btrfs")]
    [InlineData("ext4", "/dev/mapper/vg-root", "/dev/mapper/vg-root")]
    public void Grub_is_not_asked_to_forget_where_it_cannot_write(string type, string source, string expected)
    {
        Write("boot/grub/grub.cfg", "if [ \"${next_entry}\" ]; then set default=\"${next_entry}\"; else set default=0; fi\nmenuentry A --id a {\n linux /a\n}\n");
        Write("proc/self/mountinfo", $"26 1 0:2 / / rw,noatime - {type} {source} rw\n");
        Run(new SetBootEntry { Id = "a", Once = true, Root = _root });
        Assert.Contains($"cannot write to {expected}", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
        Run(new SetBootEntry { Id = "a", Default = true, Root = _root });
        Assert.Contains("GRUB_DEFAULT=saved", _console.Errors[^1].Message, StringComparison.Ordinal);
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    private sealed class Bootctl : Platform.IProcessRunner
    {
        public List<string> Ran { get; } = [];

        public Task<Platform.ProcessResult> RunAsync(Platform.ProcessRequest request, CancellationToken token)
        {
            Ran.Add($"{request.Program} {string.Join(' ', request.Arguments)}");
            return Task.FromResult(new Platform.ProcessResult(1, string.Empty, "Not booted with UEFI.\n"));
        }
    }

    private BootEntry[] Get(params string[] id)
    {
        _console.Written.Clear();
        Run(new GetBootEntry { Id = id, Root = _root });
        return [.. _console.Written.Cast<BootEntry>()];
    }

    private void Run<T>(ICommand<T> command)
        where T : notnull =>
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _root, Variable = static _ => null }, CancellationToken.None);

    private void Write(string path, string text)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
