namespace HostTools.Configuration.Tests.Schema;

/// <summary>Files with one mistake each, and where a schema has to point.</summary>
internal static class BrokenFiles
{
    private const string Host = "hosts/h/default.yaml";
    private const string Module = "modules/m.yaml";

    /// <summary>File, text, pointer to the mapping or value at fault, and a word of the mistake.</summary>
    public static IReadOnlyList<(string File, string Text, string Path, string Word)> All { get; } =
    [
        (Host, "sytem: x86_64-linux", "", "sytem"),
        (Host, "system: x86_64-lniux", "/system", "x86_64-lniux"),
        (Host, "target: [host]", "/target", "host"),
        (Host, "stateVersion: 9", "/stateVersion", "9"),
        (Host, "users: [Alice]", "/users/0", "Alice"),
        (Host, "params: { timezone: x }", "/params", "timezone"),
        (Host, "params: { adminKeys: x }", "/params/adminKeys", "x"),
        (Host, "imports: system/boot", "/imports", "system/boot"),
        (Host, "imports: [{ moduel: a }]", "/imports/0", "moduel"),
        (Host, "config: 5", "/config", "5"),
        (Host, "config: { networking.hostNmae: a }", "/config", "hostNmae"),
        (Host, "config: { networking: { hostNmae: a } }", "/config/networking", "hostNmae"),
        (Host, "config: { networking: hostName }", "/config/networking", "hostName"),
        (Host, "config: { modules.system.boot.loader: lilo }", "/config/modules.system.boot.loader", "lilo"),
        (Host, "config: { modules: { system.boot: { loader: lilo } } }", "/config/modules/system.boot/loader", "lilo"),
        (Host, "config: { modules.system.boot.timeout: -1 }", "/config/modules.system.boot.timeout", "-1"),
        (Host, "config: { modules.system.boot.timeout: soon }", "/config/modules.system.boot.timeout", "soon"),
        (Host, "config: { modules.system.boot.editor: yes }", "/config/modules.system.boot.editor", "yes"),
        (Host, "config: { modules.system.boot.efiMountPoint: boot }", "/config/modules.system.boot.efiMountPoint", "boot"),
        (Host, "config: { boot.kernelParams: quiet }", "/config/boot.kernelParams", "quiet"),
        (Host, "config: { boot.kernelParams: [[quiet]] }", "/config/boot.kernelParams/0", "quiet"),
        (Host, "config: { boot.kernelParams: [{ $force: quiet }] }", "/config/boot.kernelParams/0", "$force"),
        (Host, "config: { boot.kernelParams: { $froce: [quiet] } }", "/config/boot.kernelParams", "$froce"),
        (Host, "config: { boot.kernelParams: { $force: [], $before: [] } }", "/config/boot.kernelParams", "$before"),
        (Host, "config: { boot.kernelParams: { $override: { prio: 5, value: [] } } }", "/config/boot.kernelParams/$override", "prio"),
        (Host, "config: { boot.kernelParams: { $then: [] } }", "/config/boot.kernelParams", "$if"),
        (Host, "config: { services.openssh.ports: [22, ssh] }", "/config/services.openssh.ports/1", "ssh"),
        (Host, "config: { environment.etc: { motd: { txet: a } } }", "/config/environment.etc/motd", "txet"),
        (Host, "config: { environment.etc.motd: { mode: rw } }", "/config/environment.etc.motd/mode", "rw"),
        (Host, "config: { environment.etc.motd.txet: a }", "/config", "txet"),
        (Host, "config: { environment.etc.\"a.conf\".mode: rw }", "/config/environment.etc.\"a.conf\".mode", "rw"),
        (Host, "config: { systemd.services.a.wantedBy: multi-user.target }", "/config/systemd.services.a.wantedBy", "multi-user.target"),
        (Host, "config: { systemd: { services.a: { wantdBy: [] } } }", "/config/systemd/services.a", "wantdBy"),
        (Host, "config: [{ whn: a, set: {} }]", "/config/0", "whn"),
        (Host, "config: [{ when: a }]", "/config/0", "set"),
        (Host, "config: [{ for: x, set: {} }]", "/config/0/for", "x"),
        (Host, "config: [{ priority: high, set: {} }]", "/config/0/priority", "high"),
        (Host, "config: [{ set: { networking.hostNmae: a } }]", "/config/0/set", "hostNmae"),
        (Module, "confg: {}", "", "confg"),
        (Module, "class: user", "/class", "user"),
        (Module, "options: { a.b: { type: bool, defualt: true } }", "/options/a.b", "defualt"),
        (Module, "options: { a: { b: bool } }", "/options/a/b", "bool"),
        (Module, "options: { a: { type: submodule, module: { optoins: {} } } }", "/options/a/module", "optoins"),
        (Module, "options: { a: { type: submodule, module: [{ config: [{ st: 1 }] }] } }", "/options/a/module/0/config/0", "st"),
        (Module, "options: { a: { type: bool, readOnly: maybe } }", "/options/a/readOnly", "maybe"),
        (Module, "assertions: [{ that: a }]", "/assertions/0", "message"),
        (Module, "assertions: [{ tht: a, message: b }]", "/assertions/0", "tht"),
        (Module, "warnings: { when: a, message: b }", "/warnings", "message"),
        (Module, "changed: { a: { type: int, to: b } }", "/changed/a", "value"),
        (Module, "class: home\nconfig: { networking.hostName: a }", "/config", "networking.hostName"),
        (Module, "config: { home.alice.program: a }", "/config", "program"),
        ("users/alice/home.yaml", "config: { networking.hostName: a }", "/config", "networking.hostName"),
        ("hosttools.yaml", "parameters: { a: { typ: str } }", "/parameters/a", "typ"),
        ("hosttools.yaml", "libraries: modules", "/libraries", "modules"),
        ("hosttools.yaml", "system: x86_64-linux", "", "system"),
    ];
}
