using HostTools.Activation.Resources;

namespace HostTools.Machine.Tests.Library;

public sealed class FilesTests
{
    [Fact]
    public void Etc_TextGetsItsLastLineEnd()
    {
        Realised host = Trees.Realise(
            """
            config:
              environment.etc:
                "one.conf": { text: hello, mode: 0600, user: root, group: adm, collision: force, ownership: link }
                "two.d/x": { target: three.d/y, text: "" }
            """);
        FileResource file = host.Files.Single(static file => file.Path == "/etc/one.conf");
        Assert.Equal("hello\n", Realised.TextOf(file));
        Assert.Equal((0x180, "root", "adm"), (file.Mode!.Value, file.Owner, file.Group));
        Assert.Equal((CollisionPolicy.Force, FileOwnership.Link), (file.Collision, file.Ownership));
        Assert.Equal(string.Empty, host.Text("/etc/three.d/y"));
        Assert.Equal("hosts/den/default.yaml:5:25", file.Origins[0].ToString());
    }

    [Fact]
    public void Etc_KeysTravelAsJsonWithTheirFormat()
    {
        Realised host = Trees.Realise(
            """
            config:
              environment.etc."app.toml":
                ownership: keys
                format: toml
                value: { server: { port: 80, name: null }, ratio: 1.50 }
              environment.files."/srv/a.env": { ownership: keys, format: keyvalue, value: { A: b } }
            """);
        FileResource file = host.Files.Single(static file => file.Path == "/etc/app.toml");
        Assert.Equal((FileOwnership.Keys, KeyFormat.Toml), (file.Ownership, file.Format));
        Assert.Equal("{\n  \"ratio\": 1.50,\n  \"server\": {\n    \"name\": null,\n    \"port\": 80\n  }\n}\n", Realised.TextOf(file));
        Assert.Equal(KeyFormat.KeyValue, host.Files.Single(static file => file.Path == "/srv/a.env").Format);
    }

    [Fact]
    public void Directories_AreExactWhenAskedTo()
    {
        Realised host = Trees.Realise(
            """
            config:
              environment.directories:
                "/etc/app.d": { exact: true, ignore: ["*.cache", "sub/**"], mode: 0750, user: root, group: adm }
                /srv/empty: {}
                /srv/gone: { enable: false }
              environment.etc."app.d/one".text: x
            """);
        DirectoryResource[] directories = [.. host.Set.Resources.OfType<DirectoryResource>()];
        Assert.Equal(["/etc/app.d", "/srv/empty"], directories.Select(static directory => directory.Path));
        Assert.Equal((true, 0x1E8, "root", "adm"), (directories[0].IsExact, directories[0].Mode!.Value, directories[0].Owner, directories[0].Group));
        Assert.Equal(["*.cache", "sub/**"], directories[0].Ignore);
        Assert.False(directories[1].IsExact);
        Assert.Equal("hosts/den/default.yaml:5", directories[0].Origins[0].ToString()[..24]);
    }

    [Fact]
    public void Etc_ModulesAddLinesToOneText()
    {
        Realised host = Trees.Realise(
            """
            config:
              - set: { environment.etc.motd.text: "second" }
              - set: { environment.etc.motd.text: !before "first" }
              - when: "false"
                set: { environment.etc.motd.text: never }
            """);
        Assert.Equal("first\nsecond\n", host.Text("/etc/motd"));
    }

    [Fact]
    public void Etc_StructuredValueAndLinkAndDisabled()
    {
        Realised host = Trees.Realise(
            """
            config:
              environment.etc:
                "app.json": { format: json, value: { b: 1, a.b: [true, null, "1"] } }
                latest: { link: /srv/latest }
                gone: { enable: false, text: x }
              environment.files."/srv/app.toml": { format: toml, value: { port: 80 } }
            """);
        Assert.Equal("{\n  \"a.b\": [\n    true,\n    null,\n    \"1\"\n  ],\n  \"b\": 1\n}\n", host.Text("/etc/app.json"));
        Assert.Equal("port = 80\n", host.Text("/srv/app.toml"));
        Assert.Equal("/srv/latest", host.Link("/etc/latest"));
        Assert.False(host.Has("/etc/gone"));
    }

    [Theory]
    [InlineData("environment.etc.\"../x\".text: a", "default.yaml:4:26: '../x' in 'environment.etc' is no place for a file: '..' would lead out")]
    [InlineData("environment.etc.x: { target: /root/x, text: a }", "'/root/x' in 'environment.etc' is no place for a file: it must be relative to '/etc'")]
    [InlineData("environment.files.\"usr/x\".text: a", "it must be an absolute path")]
    [InlineData("environment.etc.x.mode: 0644", "'x' in 'environment.etc' has no content. Give it 'text'")]
    [InlineData("environment.etc.x: { text: a, link: /b }", "has its content from 'text' and 'link'. Keep one of them.")]
    [InlineData("environment.etc.x: { format: toml, value: { a: { b: null } } }", "The toml file 'x' cannot hold 'value.a.b': TOML has no null; leave the key out.")]
    [InlineData("environment.etc.x: { text: a, triggers: [nothing] }", "names the trigger 'nothing', which no module declares. There are hostname, initramfs")]
    [InlineData("environment.directories.\"etc/x\": {}", "'etc/x' in 'environment.directories' is no place for a file: it must be an absolute path")]
    [InlineData("environment.directories.\"/etc/x\": { exact: true, ignore: [a, b//c] }", "'b//c' in 'environment.directories.\"/etc/x\".ignore' can never match")]
    [InlineData("environment.etc.x: { ownership: keys, text: a }", "'x' in 'environment.etc' owns keys and declares none. Give it 'format'")]
    [InlineData("environment.etc.x: { ownership: keys, format: json }", "owns keys and declares none")]
    [InlineData("environment.etc.x: { text: a, mode: 0999 }", "permission bits in octal")]
    [InlineData("environment.etc.x: { text: a, ownership: exakt }", "'exact'")]
    public void Mistake_IsNamedWithItsPlace(string line, string expected)
    {
        string errors = Trees.Errors($"config:\n  {line}\n");
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.StartsWith("hosts/den/default.yaml:4:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RenderedFile_NamesTheLineOfTheHostFirst()
    {
        Realised host = Trees.Realise("config:\n  boot.kernel.sysctl: { vm.swappiness: 1 }\n");
        FileResource file = host.Files.Single(static file => file.Path == "/etc/sysctl.d/60-hosttools.conf");
        Assert.Equal("hosts/den/default.yaml:4:23", file.Origins[0].ToString());
        Assert.Equal("library/base/kernel.yaml", file.Origins[^1].File);
    }

    [Theory]
    [InlineData("json", "{\n  \"big\": 1.000000000000000000001,\n  \"v\": 1.50\n}\n")]
    [InlineData("yaml", "big: 1.000000000000000000001\nv: 1.50\n")]
    [InlineData("toml", "big = 1.000000000000000000001\nv = 1.50\n")]
    [InlineData("keyvalue", "big=1.000000000000000000001\nv=1.50\n")]
    public void Numbers_KeepTheirDigits(string format, string expected)
    {
        Realised host = Trees.Realise($"config:\n  environment.etc.x: {{ format: {format}, value: {{ v: 1.50, big: 1.000000000000000000001 }} }}\n");
        Assert.Equal(expected, host.Text("/etc/x"));
    }

    [Fact]
    public void ContentBesideTheLibrarys_IsNamedAtTheUsersLine()
    {
        string errors = Trees.Errors(
            """
            imports: [system/boot]
            config:
              modules.system.boot: { loader: grub, plymouth.enable: true }
              environment.etc."plymouth/plymouthd.conf".text: x
            """);
        Assert.StartsWith("hosts/den/default.yaml:6:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void SamePathTwice_NamesBothPlaces()
    {
        Realised host = Trees.Realise(
            """
            config:
              environment.etc.x.text: a
              environment.files."/etc/x".text: b
            """);
        Platform.HostError error = Assert.Single(host.Set.Errors);
        Assert.Equal("hosts/den/default.yaml:5:36", error.Origin.ToString());
        Assert.Equal("hosts/den/default.yaml:4:27", error.Related.Single().Origin.ToString());
    }

    [Theory]
    [InlineData("environment.etc.x.link: /b", "'/etc/x' is declared as a file and as a link.")]
    [InlineData("environment.etc.\"x/y\".text: b", "'/etc/x' is declared as a file and as the folder of '/etc/x/y'.")]
    public void PathAsTwoThings_IsRefused(string line, string expected)
    {
        string errors = Trees.Errors($"config:\n  - set: {{ environment.etc.\"x\".text: a }}\n  - set:\n      environment.files.\"/etc/x/y\": {{ enable: false, text: x }}\n      {line.Replace("etc.x.link", "files.\"/etc/x\".link", StringComparison.Ordinal)}\n");
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Trigger_IsAddedWhereItIsNamed()
    {
        Realised host = Trees.Realise(
            """
            config:
              environment.etc.x: { text: a, triggers: [second, first] }
              activation.triggers:
                first: { command: [one, "a b"], offlineCommand: [one, --root, "{root}"] }
                second: { command: [two], after: [first, unused] }
                unused: { command: [three] }
            """);
        TriggerResource[] triggers = [.. host.Set.Resources.OfType<TriggerResource>()];
        Assert.Equal(["first", "hostname", "second"], triggers.Select(static trigger => trigger.Name));
        Assert.Equal(["one", "--root", "{root}"], triggers[0].OfflineCommand);
        Assert.Equal([new ResourceId("trigger", "first")], triggers[2].After);
    }
}
