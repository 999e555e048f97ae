using System.Text;
using HostTools.Machine.Boot;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Boot;

/// <summary>The menus of machines as distributions set them up, each a folder of files beside a text that says what was read.</summary>
public sealed class MenuGoldenTests
{
    public static TheoryData<string> Machines => [.. BootMachine.Names];

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_menu_is_read(string name)
    {
        string file = BootMachine.FolderOf(name) + ".txt";
        string actual = Describe(BootMenus.Read(Root.At(BootMachine.FolderOf(name))));
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string Describe(IReadOnlyList<BootMenu> menus)
    {
        var text = new StringBuilder();
        foreach (BootMenu menu in menus)
        {
            text.Append(null, $"{menu.Loader} {menu.File}\n");
            foreach (BootEntry entry in menu.Entries)
            {
                text.Append(null, $"{(entry.IsDefault ? '*' : ' ')}{(entry.IsNext ? '>' : ' ')}{(entry.IsOurs ? '+' : ' ')}{entry.Id} [{entry.Title}] {entry.Kind} {entry.File}:{entry.Line} {entry.Version}\n");
                if (entry.Kernel is not null)
                    text.Append(null, $"      {entry.Kernel} {string.Join(' ', entry.Initrds)} | {entry.Parameters}\n");
            }

            foreach (string warning in menu.Warnings)
                text.Append(null, $"  ! {warning}\n");
        }

        return text.ToString();
    }
}
