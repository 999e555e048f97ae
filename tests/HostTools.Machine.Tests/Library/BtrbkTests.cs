namespace HostTools.Machine.Tests.Library;

public sealed class BtrbkTests
{
    private static string Yaml(string instance) => $"imports: [services/btrbk]\nconfig:\n  services.btrbk.instances.local: {{ {instance} }}\n";

    private const string Volume = "volumes: { \"/\": { subvolumes: { home: {} } } }";

    [Fact]
    public void Instance_BecomesFileServiceTimerAndDirectories()
    {
        Realised host = Trees.Realise(Yaml(
            """
            settings: { snapshot_preserve: 24h 7d 4w, transaction_log: /var/log/btrbk.log },
                volumes:
                  {
                    "/": { targets: ["ssh://nas/backup"], subvolumes: { home: {}, work: { settings: { snapshot_preserve: no }, targets: [/mnt/usb] } } },
                    /mnt/top: { settings: { snapshot_create: onchange }, subvolumes: { "@rootfs": { snapshotDir: /snapshots/root } } },
                  }
            """));
        Assert.Equal(
            """
            # Written by HostTools from services.btrbk.instances.
            snapshot_preserve 24h 7d 4w
            snapshot_preserve_min 2d
            timestamp_format long
            transaction_log /var/log/btrbk.log

            volume /
              target ssh://nas/backup
              subvolume home
                snapshot_dir .snapshots/home
              subvolume work
                snapshot_dir .snapshots/work
                snapshot_preserve no
                target /mnt/usb

            volume /mnt/top
              snapshot_create onchange
              subvolume @rootfs
                snapshot_dir /snapshots/root

            """,
            host.Text("/etc/btrbk/local.conf"));
        Assert.Equal(
            """
            # Written by HostTools from systemd.tmpfiles.rules.
            d /.snapshots/home 0700 root root -
            d /.snapshots/work 0700 root root -
            d /snapshots/root 0700 root root -

            """,
            host.Text("/etc/tmpfiles.d/hosttools.conf"));
        Assert.Contains("ExecStart=/usr/bin/btrbk -c /etc/btrbk/local.conf run\n", host.Text("/etc/systemd/system/btrbk-local.service"), StringComparison.Ordinal);
        Assert.Contains("Nice=10\n", host.Text("/etc/systemd/system/btrbk-local.service"), StringComparison.Ordinal);
        Assert.Contains("OnCalendar=hourly\nPersistent=true\n", host.Text("/etc/systemd/system/btrbk-local.timer"), StringComparison.Ordinal);
        Assert.Equal("../btrbk-local.timer", host.Link("/etc/systemd/system/timers.target.wants/btrbk-local.timer"));
    }

    [Fact]
    public void Instance_CanRunByHandAndCopyNothing()
    {
        Realised host = Trees.Realise(Yaml($"onCalendar: null, snapshotOnly: true, {Volume}"));
        Assert.False(host.Has("/etc/systemd/system/btrbk-local.timer"));
        Assert.Contains("local.conf snapshot\n", host.Text("/etc/systemd/system/btrbk-local.service"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("24h")]
    [InlineData("24h 7d 4w 6m *y")]
    [InlineData("*d")]
    [InlineData("no")]
    public void Retention_IsUnderstood(string text) =>
        Assert.Empty(Trees.Evaluate(Yaml($"settings: {{ snapshot_preserve: \"{text}\" }}, {Volume}")).Errors);

    [Theory]
    [InlineData("settings: { snapshot_preserve: 24 hours }, " + Volume, "'services.btrbk.instances.local': A setting keeps '24 hours', which btrbk does not understand")]
    [InlineData("settings: { snapshot_preserve: all }, " + Volume, "keeps 'all'")]
    [InlineData("settings: { snapshot_preserve_min: 2d 3h }, " + Volume, "keeps at least '2d 3h'")]
    [InlineData("volumes: { \"/\": { subvolumes: { home: { settings: { target_preserve: 1x } } } } }", "keeps '1x'")]
    [InlineData("volumes: {}", "'services.btrbk.instances.local': There are no volumes")]
    [InlineData("volumes: { home: { subvolumes: { a: {} } } }", "'home' is no mount point")]
    [InlineData("volumes: { \"/\": {} }", "The volume '/' has no subvolumes")]
    [InlineData("volumes: { \"/\": { subvolumes: { home: { snapshotDir: \"a b\" } } } }", "snapshotDir")]
    [InlineData("volumes: { \"/\": { subvolume: {} } }", "subvolumes")]
    public void Mistake_IsNamed(string instance, string expected) =>
        Assert.Contains(expected, Trees.Errors(Yaml(instance)), StringComparison.Ordinal);
}
