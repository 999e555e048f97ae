using HostTools.Machine.Units;

namespace HostTools.Machine.Tests.Units;

/// <summary>What is done to a unit for every kind of change: a table, as NixOS's rules are.</summary>
public sealed class UnitRulesTests
{
    private const string Plain = "[Unit] Description=a [Service] ExecStart=/bin/a";

    [Theory]
    // What does not count: it is read at another time, or by people.
    [InlineData("a.service", Plain, Plain, UnitVerb.None)]
    [InlineData("a.service", Plain, "# a comment [Service] ExecStart = /bin/a [Unit] Description=a", UnitVerb.None)]
    [InlineData("a.service", Plain, "[Unit] Description=b Documentation=man:a [Service] ExecStart=/bin/a", UnitVerb.None)]
    [InlineData("a.service", Plain, "[Service] ExecStart=/bin/a", UnitVerb.None)]
    [InlineData("a.service", "[Unit] OnFailure=b [Service] ExecStart=/bin/a", Plain, UnitVerb.None)]
    [InlineData("a.service", Plain, Plain + " [Install] WantedBy=multi-user.target", UnitVerb.None)]
    [InlineData("a.service", "[Unit] X-Reload-Triggers=1 [Service] ExecStart=/bin/a", "[Service] ExecStart=/bin/a", UnitVerb.None)]
    [InlineData("a.service", "[Service] ExecStart=/bin/a ExecReload=/bin/r", "[Service] ExecStart=/bin/a", UnitVerb.None)]
    // What a reload takes up.
    [InlineData("a.service", "[Unit] X-Reload-Triggers=1 [Service] ExecStart=/bin/a", "[Unit] X-Reload-Triggers=2 [Service] ExecStart=/bin/a", UnitVerb.Reload)]
    [InlineData("a.service", "[Service] ExecStart=/bin/a", "[Unit] X-Reload-Triggers=2 [Service] ExecStart=/bin/a", UnitVerb.Reload)]
    [InlineData("a.service", "[Service] ExecStart=/bin/a", "[Service] ExecStart=/bin/a ExecReload=/bin/r", UnitVerb.Reload)]
    [InlineData("a.service", "[Service] ExecStart=/bin/a ExecReload=/bin/r", "[Service] ExecStart=/bin/a ExecReload=/bin/s", UnitVerb.Reload)]
    [InlineData("m.mount", "[Mount] What=a Options=rw", "[Mount] What=a Options=ro", UnitVerb.Reload)]
    // What needs a new process.
    [InlineData("a.service", Plain, "[Unit] Description=a [Service] ExecStart=/bin/b", UnitVerb.StopStart)]
    [InlineData("a.service", Plain, Plain + " Environment=A=1", UnitVerb.StopStart)]
    [InlineData("a.service", Plain, "[Unit] Description=a", UnitVerb.StopStart)]
    [InlineData("a.service", "[Unit] Description=a", Plain, UnitVerb.StopStart)]
    [InlineData("a.service", "[Unit] After=b", "[Unit] Before=b", UnitVerb.StopStart)]
    [InlineData("a.service", "[Unit] X-Reload-Triggers=1 [Service] ExecStart=/bin/a", "[Unit] X-Reload-Triggers=2 [Service] ExecStart=/bin/b", UnitVerb.StopStart)]
    [InlineData("a.service", "[Unit] X-Restart-Triggers=1", "[Unit] X-Restart-Triggers=2", UnitVerb.StopStart)]
    [InlineData("a.service", "[Service] ExecStart=/bin/a", "[Service] ExecStart=/bin/a ExecStart= ExecStart=/bin/b", UnitVerb.StopStart)]
    [InlineData("a.service", "[Service] ExecStart=/bin/a", "[Service] ExecStart=/bin/a ExecStart= ExecStart=/bin/a", UnitVerb.None)]
    [InlineData("t.timer", "[Timer] OnCalendar=daily", "[Timer] OnCalendar=weekly", UnitVerb.StopStart)]
    [InlineData("m.mount", "[Mount] What=a Type=ext4", "[Mount] What=b Type=ext4", UnitVerb.StopStart)]
    // Kinds that go on.
    [InlineData("-.mount", "[Mount] What=a", "[Mount] What=b", UnitVerb.Reload)]
    [InlineData("p.path", "[Path] PathExists=/a", "[Path] PathExists=/b", UnitVerb.None)]
    [InlineData("s.slice", "[Slice] CPUWeight=1", "[Slice] CPUWeight=2", UnitVerb.None)]
    [InlineData("t.target", "[Unit] Wants=a", "[Unit] Wants=b", UnitVerb.None)]
    // What the unit says itself.
    [InlineData("a.service", Plain, Plain + " Nice=1 X-StopIfChanged=false", UnitVerb.Restart)]
    [InlineData("a.service", Plain, Plain + " Nice=1 X-ReloadIfChanged=true", UnitVerb.Reload)]
    [InlineData("a.service", Plain, Plain + " Nice=1 X-RestartIfChanged=false", UnitVerb.Skip)]
    [InlineData("a.service", Plain, "[Unit] RefuseManualStop=yes [Service] ExecStart=/bin/b", UnitVerb.Skip)]
    [InlineData("a.service", Plain, "[Unit] X-OnlyManualStart=true [Service] ExecStart=/bin/b", UnitVerb.Skip)]
    // Units that go.
    [InlineData("a.service", Plain, null, UnitVerb.Stop)]
    [InlineData("a.service", "[Unit] X-StopOnRemoval=false", null, UnitVerb.Skip)]
    [InlineData("a.service", "[Unit] RefuseManualStop=true", null, UnitVerb.Skip)]
    internal void A_running_unit(string name, string old, string? wanted, UnitVerb verb) =>
        Assert.Equal(verb, UnitRules.Decide(new UnitSituation(name) { Old = Unit(old), Wanted = wanted is null ? null : Unit(wanted), IsActive = true, WantedBy = "multi-user.target" }).Verb);

    [Theory]
    [InlineData("/srv", "What=a Where=/srv Options=rw", "What=a Where=/srv Options=ro", UnitVerb.Reload)]
    [InlineData("/srv", "What=a Where=/srv", "What=b Where=/srv", UnitVerb.StopStart)]
    [InlineData("/srv", "What=a Where=/srv Type=xfs", "What=a Where=/srv Type=ext4", UnitVerb.StopStart)]
    [InlineData("/srv", "What=a Where=/srv", null, UnitVerb.Stop)]
    [InlineData("/srv", null, "What=a Where=/srv", UnitVerb.None)]
    [InlineData("/", "What=a Where=/", "What=b Where=/", UnitVerb.Leave)]
    [InlineData("/usr", "What=a Where=/usr", "What=b Where=/usr", UnitVerb.Leave)]
    [InlineData("/nix", "What=a Where=/nix", null, UnitVerb.Skip)]
    [InlineData("/srv", "What=a Where=/srv Options=x-initrd.mount", "What=b Where=/srv", UnitVerb.Leave)]
    [InlineData("/", "What=a Where=/ Options=rw", "What=a Where=/ Options=noatime", UnitVerb.Reload)]
    internal void A_mounted_line_of_fstab(string where, string? old, string? wanted, UnitVerb verb)
    {
        (UnitFile? before, UnitFile? after) = (old is null ? null : Unit("[Mount] " + old), wanted is null ? null : Unit("[Mount] " + wanted));
        var unit = new UnitSituation(where == "/" ? "-.mount" : where[1..] + ".mount")
        {
            Old = before, Wanted = after, IsActive = true, IsOfFstab = true, IsNeeded = FstabMounts.IsNeeded(before) || FstabMounts.IsNeeded(after), WantedBy = "local-fs.target",
        };
        Assert.Equal(verb, UnitRules.Decide(unit).Verb);
        Assert.Equal(wanted is null ? verb : UnitVerb.None, UnitRules.Decide(unit with { Waits = "somebody uses it" }).Verb);
    }

    [Fact]
    public void A_running_unit_follows_files_it_names()
    {
        var unit = new UnitSituation("a.service") { Old = Unit(Plain), Wanted = Unit(Plain), IsActive = true, ReloadFile = "/etc/r" };
        Assert.Equal(new UnitVerdict(UnitVerb.Reload, "/etc/r changes"), UnitRules.Decide(unit));
        Assert.Equal(new UnitVerdict(UnitVerb.StopStart, "/etc/s changes"), UnitRules.Decide(unit with { RestartFile = "/etc/s" }));
    }

    [Fact]
    public void A_running_service_of_a_socket_leaves_the_start_to_it() =>
        Assert.Equal(UnitVerb.StopStartSockets, UnitRules.Decide(new UnitSituation("a.service")
        {
            Old = Unit(Plain), Wanted = Unit(Plain + " Nice=1"), IsActive = true, Sockets = ["a.socket"],
        }).Verb);

    [Theory]
    [InlineData(null, false, null, Plain, UnitVerb.None)]
    [InlineData("multi-user.target", true, null, Plain, UnitVerb.Start)]
    [InlineData("multi-user.target", false, null, Plain, UnitVerb.None)]
    [InlineData("multi-user.target", false, "it has failed", Plain, UnitVerb.Start)]
    [InlineData("multi-user.target", false, null, Plain + " Nice=1", UnitVerb.Start)]
    [InlineData(null, false, null, Plain + " Nice=1", UnitVerb.None)]
    [InlineData("multi-user.target", true, null, "[Unit] X-OnlyManualStart=true", UnitVerb.None)]
    [InlineData("multi-user.target", true, null, null, UnitVerb.None)]
    internal void A_unit_that_does_not_run(string? wantedBy, bool newly, string? down, string? wanted, UnitVerb verb) =>
        Assert.Equal(verb, UnitRules.Decide(new UnitSituation("a.service")
        {
            Old = Unit(Plain), Wanted = wanted is null ? null : Unit(wanted), WantedBy = wantedBy, IsNewlyWanted = newly, Down = down,
        }).Verb);

    [Fact]
    public void Units_are_read_with_continued_lines_and_what_is_added()
    {
        UnitFile unit = UnitFile.Of("[Service]\nExecStart=/bin/a \\\n# inside\n  --more\n; old\nNice=1\n", "[Service]\nNice=\nNice=2\n");
        Assert.Equal(["/bin/a    --more"], unit.Values("Service", "ExecStart"));
        Assert.Equal(["2"], unit.Values("Service", "Nice"));
    }

    /// <summary>A unit on one line: a section or key begins where a word looks like one.</summary>
    private static UnitFile Unit(string line) => UnitFile.Of(line.Replace(" [", "\n[", StringComparison.Ordinal).Replace("] ", "]\n", StringComparison.Ordinal)
        .Replace(" = ", "=", StringComparison.Ordinal).Split(' ').Aggregate((text, word) => text + (word.Contains('=', StringComparison.Ordinal) ? '\n' : ' ') + word));
}
