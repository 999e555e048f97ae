namespace HostTools.Live.Tests.Faults;

/// <summary>A machine that was brought to one tree, and an apply of another that is broken.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Old">Applied first; null for nothing.</param>
/// <param name="New">Applied then, and broken.</param>
internal sealed record FaultScenario(string Name, string? Old, string New)
{
    /// <summary>A unit that fails; the apply never succeeds.</summary>
    private const string Failing = "\n  systemd.services.z: { wantedBy: [multi-user.target], serviceConfig: { ExecStart: /bin/sh -c 'exit 7' } }";

    private const string First =
        """
        config:
          users.users.ann: { isNormalUser: true, uid: 4001, description: Ann }
          users.users.web: { isSystemUser: true, group: web }
          users.groups: { web: {}, media: { gid: 4100 } }
          environment.etc:
            motd: { text: one, collision: backup }
            "app/main.conf": { text: "a = 1", mode: "0640", group: media }
            "app/gone.conf": { text: gone }
            "app/block.conf": { text: "ours = 1", ownership: block }
            "app/key.json": { format: json, ownership: keys, value: { ours: 1 } }
            "app/link": { link: /etc/app/main.conf }
            "app/secret.conf": { text: "password=${{ secret('db') }}" }
          environment.directories."/srv/media": { user: ann, group: media, mode: "0750" }
          secrets.db: { source.file: /root/secret, render: false }
          environment.systemPackages: [demo, tool]
          environment.packageVersions.demo: "1.0"
          systemd.services:
            changed: { wantedBy: [multi-user.target], serviceConfig.ExecStart: /bin/sleep 100001 }
            restarted: { wantedBy: [multi-user.target], restartTriggers: [/etc/app/main.conf], stopIfChanged: false, serviceConfig.ExecStart: /bin/sleep 100003 }
            reloaded: { wantedBy: [multi-user.target], reloadTriggers: [x], serviceConfig: { ExecStart: /bin/sleep 100004, ExecReload: /bin/true } }
            removed: { wantedBy: [multi-user.target], serviceConfig.ExecStart: /bin/sleep 100005 }
            masked: { wantedBy: [multi-user.target], serviceConfig.ExecStart: /bin/sleep 100006 }
            door: { serviceConfig.ExecStart: /bin/sleep 100007 }
            tick: { serviceConfig: { Type: oneshot, ExecStart: /bin/true } }
          systemd.sockets.door: { wantedBy: [sockets.target], socketConfig.ListenStream: /run/door }
          systemd.timers.tick: { wantedBy: [timers.target], timerConfig.OnCalendar: yearly }
          boot.kernel.sysctl: { net.ipv4.ip_forward: 1, net.ipv4.ip_default_ttl: 65 }
        """;

    private const string Second =
        """
        config:
          users.users.ann: { isNormalUser: true, uid: 4001, description: Ann Other, extraGroups: [media] }
          users.users.bob: { isNormalUser: true, uid: 4002 }
          users.groups: { media: { gid: 4100 }, staff2: {} }
          environment.etc:
            motd: { text: two, collision: backup }
            "app/main.conf": { text: "a = 2", mode: "0600", user: bob }
            "app/added.conf": { text: added, triggers: [told] }
            "app/block.conf": { text: "ours = 2", ownership: block }
            "app/key.json": { format: json, ownership: keys, value: { other: 2 } }
            "app/link": { link: /etc/app/added.conf }
            "app/secret.conf": { text: "user=x password=${{ secret('db') }}" }
            "app/late.conf": { text: "${{ secret('db') }}" }
          environment.directories."/srv/media": { user: bob, group: staff2, mode: "0770" }
          activation.triggers.told.command: [/bin/true]
          secrets.db: { source.file: /root/secret, render: false }
          environment.systemPackages: [demo, extra]
          environment.packageVersions.demo: "2.0"
          systemd.services:
            changed: { wantedBy: [multi-user.target], serviceConfig.ExecStart: /bin/sleep 200001 }
            restarted: { wantedBy: [multi-user.target], restartTriggers: [/etc/app/main.conf], stopIfChanged: false, serviceConfig.ExecStart: /bin/sleep 100003 }
            reloaded: { wantedBy: [multi-user.target], reloadTriggers: [y], serviceConfig: { ExecStart: /bin/sleep 100004, ExecReload: /bin/true } }
            added: { wantedBy: [multi-user.target], serviceConfig.ExecStart: /bin/sleep 200002 }
            masked: { enable: false }
            door: { serviceConfig.ExecStart: /bin/sleep 200007 }
            tick: { serviceConfig: { Type: oneshot, ExecStart: /bin/true } }
          systemd.sockets.door: { wantedBy: [sockets.target], socketConfig.ListenStream: /run/door2 }
          systemd.timers.tick: { wantedBy: [timers.target], timerConfig.OnCalendar: monthly }
          boot.kernel.sysctl: { net.ipv4.ip_forward: 2, net.ipv4.tcp_syncookies: 0 }
        """;

    private const string Users = "users: [ann]\n";

    private const string FirstHome =
        """
        config:
          home.file: { ".rc": { text: one }, ".config/app/gone.conf": { text: gone }, ".config/app/keys.json": { format: json, ownership: keys, value: { ours: 1 } } }
        """;

    // Its last command fails, when all of the machine is done.
    private const string SecondHome =
        """
        config:
          home.file: { ".rc": { text: two, triggers: [broken] }, ".config/app/added.conf": { text: added }, ".config/app/keys.json": { format: json, ownership: keys, value: { other: 2 } } }
          activation.triggers.broken.command: [/bin/false]
        """;

    /// <summary>Every kind of resource comes, changes and goes in them.</summary>
    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("first", null, First), new("change", First, Second), new("clear", First, "config: {}"),
        new("fail", First, Second + Failing) { AlwaysFails = true },
        new("group", Users + First, Users + Second) { AlwaysFails = true, IsInGate = true, OldHome = FirstHome, NewHome = SecondHome },
    ];

    /// <summary>The apply fails by itself in the end, so only the old state is right.</summary>
    public bool AlwaysFails { get; init; }

    /// <summary>A slice of it is gone through by every gate.</summary>
    public bool IsInGate { get; init; }

    /// <summary>The home of a user that goes with the old machine; null for none.</summary>
    public string? OldHome { get; init; }

    /// <summary>The home that goes with the new one.</summary>
    public string? NewHome { get; init; }

    /// <summary>All units that have to do with it.</summary>
    public static IReadOnlyList<string> Units { get; } =
    [
        "steady.service", "changed.service", "restarted.service", "reloaded.service", "removed.service", "masked.service", "added.service", "door.service", "door.socket", "tick.service",
        "tick.timer", "z.service", "demo.service", "multi-user.target", "sockets.target",
    ];

    public static FaultScenario Of(string name) => All.Single(scenario => scenario.Name == name);
}
