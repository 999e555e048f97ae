using HostTools.Platform;

namespace HostTools.Configuration.Tests;

public sealed class ProvenanceTests
{
    private const string Module = """
        options:
          port: { type: int, default: 80, description: Where it listens. }
          etc: { type: attrs<submodule>, module: { options: { text: { type: lines } } } }
        config:
          etc."motd".text: hello
        """;

    [Fact]
    public void An_option_tells_every_definition_who_won_and_why()
    {
        using var tree = new TemporaryTree(("modules/web.yaml", Module), ("hosts/h/default.yaml", "imports: [web]\nconfig:\n  port: !force 8080\n"), ("hosttools.yaml", "config:\n  port: 90\n"));
        OptionInfo port = tree.Evaluate().Require().Options.Single(static o => o.Name == "port");
        Assert.Equal(("int", 8080L, "80", "Where it listens."), (port.Type, port.Value, port.Default, port.Description));
        Assert.Equal(new Origin("modules/web.yaml", 2, 9), Assert.Single(port.Declarations));
        Assert.Collection(
            port.Definitions,
            static d => Assert.Equal((new Origin("hosts/h/default.yaml", 3, 16), 50, true, "!force (50) wins"), (d.Origin, d.Priority, d.Won, d.Reason)),
            static d => Assert.Equal((100, false, "a plain definition (100) loses to !force (50) at hosts/h/default.yaml:3:16"), (d.Priority, d.Won, d.Reason)),
            static d => Assert.Equal((1500, false), (d.Priority, d.Won)));
    }

    [Fact]
    public void An_entry_of_a_map_tells_its_own_definitions()
    {
        using var tree = new TemporaryTree(
            ("modules/sysctl.yaml", "options: { sysctl: { type: attrs<int> } }\nconfig:\n  sysctl: { net.rp_filter: 1, vm.swappiness: !default 60 } # ours\n"),
            ("hosts/h/default.yaml", "imports: [sysctl]\nconfig:\n  sysctl: { net.rp_filter: !force 2 }\n"));
        IReadOnlyList<OptionInfo> options = tree.Evaluate().Require().Options;
        OptionInfo entry = options.Single(static o => o.Name == "sysctl.\"net.rp_filter\"");
        Assert.Equal((2L, "int"), (entry.Value, entry.Type));
        Assert.Equal([(true, 50), (false, 100)], entry.Definitions.Select(static d => (d.Won, d.Priority)));
        Assert.Equal("{ net.rp_filter: 1, vm.swappiness: !default 60 }", options.Single(static o => o.Name == "sysctl").Definitions[0].Value);
    }

    [Fact]
    public void A_value_inside_an_instance_knows_its_line()
    {
        using var tree = new TemporaryTree(("modules/web.yaml", Module), ("hosts/h/default.yaml", "imports: [web]\n"));
        HostConfig config = tree.Evaluate().Require();
        Assert.Equal([new Origin("modules/web.yaml", 5, 20)], config.OriginsOf("etc", "motd", "text"));
        Assert.Empty(config.OriginsOf("port"));
    }

    [Fact]
    public void Equal_inputs_give_equal_hashes_and_a_changed_file_another()
    {
        using var tree = new TemporaryTree(("modules/web.yaml", Module), ("hosts/h/default.yaml", "imports: [web]\n"));
        string first = tree.Evaluate().Require().ConfigurationHash;
        Assert.Equal(first, tree.Evaluate().Require().ConfigurationHash);
        tree.Write("modules/web.yaml", Module + "\n# a remark\n");
        Assert.NotEqual(first, tree.Evaluate().Require().ConfigurationHash);
    }

    [Fact]
    public void Values_are_read_only_dictionaries_that_powershell_can_walk()
    {
        using var tree = new TemporaryTree(("modules/web.yaml", Module), ("hosts/h/default.yaml", "imports: [web]\n"));
        var values = (System.Collections.IDictionary)tree.Evaluate().Require().Values;
        Assert.Equal(80L, values["port"]);
        Assert.Null(values["absent"]);
        Assert.Throws<NotSupportedException>(() => values["port"] = 1);
    }
}
