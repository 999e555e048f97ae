using HostTools.Live.Tests.Support;

namespace HostTools.Live.Tests;

/// <summary>The service for AI models, on a real systemd.</summary>
public sealed class ModelTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    private const string Hub = "/run/hub/models--acme--tiny";

    [SkippableFact]
    public async Task Models_CacheThatAStartEmptiesIsLinkedAgainWithoutNetwork()
    {
        machine.Require();
        await machine.WriteTreeAsync(LiveMachine.Tree, ("hosttools.yaml", "{}\n"), ($"hosts/{LiveMachine.Name}/default.yaml",
            """
            imports: [services/ai-models]
            config:
              services.ai-models:
                enable: true
                program: /opt/hosttools/hosttools
                users: [nobody]
                integration.huggingface.cacheDir: /run/hub
                models.tiny.source.mock: { org: acme, model: tiny }

            """));
        await machine.AppliedAsync();
        Assert.Equal("active", await machine.PropertyAsync("ai-models.service", "ActiveState"));
        string made = await SeenAsync();
        Assert.Contains("2750 root:ai-models", made, StringComparison.Ordinal);

        await machine.RebootAsync();
        Assert.Equal("success", await machine.PropertyAsync("ai-models.service", "Result"));
        Assert.Equal("active", await machine.PropertyAsync("ai-models.service", "ActiveState"));
        Assert.Equal(made, await SeenAsync());
        Assert.StartsWith("{", (await machine.RunAsync("setpriv", "--reuid=nobody", "--regid=nogroup", "--init-groups", "cat", $"{Hub}/snapshots/{new string('0', 40)}/config.json")).StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);

        // What somebody put in the place of a link stays, and the service tells.
        await machine.ShellAsync($"rm {Hub}/refs/main && mkdir {Hub}/refs/main && systemctl restart ai-models.service");
        Assert.Equal("success", await machine.PropertyAsync("ai-models.service", "Result"));
        Assert.Contains("is somebody else's and stays", await machine.ShellAsync("journalctl -u ai-models.service -o cat || cat /run/log/journal/* 2>/dev/null"), StringComparison.Ordinal);
        Assert.True(await machine.ExistsAsync($"{Hub}/refs/main/."));
    }

    private Task<string> SeenAsync() => machine.ShellAsync("cd /run/hub && find . -printf '%P %M %u:%g %l\\n' | sort && stat -c '%a %U:%G' .");
}
