using HostTools.Activation.Resources;

namespace HostTools.Machine.Tests.Secrets;

/// <summary>From the configuration to files with secrets in them.</summary>
public sealed class SecretRealiseTests
{
    private const string Db = "  secrets.db.source.file: /root/db\n";

    [Fact]
    public void A_secret_of_its_own_is_in_memory_for_root_alone()
    {
        SecretResource file = Assert.Single(Trees.Realise("config:\n" + Db).Secrets);

        Assert.Equal(("/run/hosttools/secrets/db", 0x100, "/run/hosttools/secrets", 0x1C0), (file.Path, file.Mode, file.Folder, file.FolderMode));
        Assert.False(file.IsPersistent);
        Assert.Equal("hosts/den/default.yaml", file.Origins[0].File);
    }

    [Fact]
    public void Another_owner_may_pass_through_the_folder_and_not_look_into_it() =>
        Assert.Equal(0x1C9, Assert.Single(Trees.Realise("config:\n  secrets.db: { source.file: /root/db, owner: app }\n").Secrets).FolderMode);

    [Fact]
    public void What_a_file_is_checked_with_and_what_it_risks_does_not_go_with_a_secret_in_it()
    {
        SecretResource file = Trees.Realise("config:\n" + Db + "  environment.etc.x: { text: \"${{ secret('db') }}\", check: [cat, \"{file}\"], risk: who may enter }\n")
            .Secrets.Single(static file => file.Path == "/etc/x");

        Assert.Equal(("cat {file}", "who may enter"), (string.Join(' ', file.Check!.Command), file.Risk));
    }

    [Fact]
    public void Its_place_is_a_value_like_any_other() =>
        Assert.Equal("/run/hosttools/secrets/db\n", Trees.Realise("config:\n" + Db + "  environment.etc.where.text: ${{ config.secrets.db.path }}\n").Text("/etc/where"));

    [Fact]
    public void A_unit_is_restarted_by_name()
    {
        Realised host = Trees.Realise("config:\n  secrets.db: { source.file: /root/db, restartUnits: [a.service], reloadUnits: [b.service] }\n");

        Assert.Equal(["systemd-restart a.service", "systemd-reload-or-restart b.service"], host.Secrets.Single().Triggers);
        Assert.Equal(
            ["systemctl try-reload-or-restart b.service", "systemctl try-restart a.service"],
            host.Set.Resources.OfType<TriggerResource>().Where(static trigger => trigger.Name.EndsWith("service", StringComparison.Ordinal)).Select(static trigger => string.Join(' ', trigger.Command)));
    }

    [Theory]
    [InlineData("environment.etc.x.text: \"${{ secret('bd') }}\"", "There is no secret 'bd'. Did you mean 'db'? Declare it: secrets.bd.source says where it comes from.")]
    [InlineData("environment.etc.x: { text: \"${{ secret('db') }}\", mode: 0644 }", "'/etc/x' holds a secret and has mode 0644, so everybody could use it.")]
    [InlineData("environment.etc.x: { text: \"${{ secret('db') }}\", ownership: block }", "'x' in 'environment.etc' holds a secret, so all of it has to be ours")]
    [InlineData("environment.etc.x: { format: json, value: { a: \"${{ secret('db') }}\" }, ownership: keys }", "'x' in 'environment.etc' holds a secret, so all of it has to be ours")]
    [InlineData("environment.etc.x: { format: toml, value: { a: \"${{ secret('db') }}\", b: null } }", "TOML has no null")]
    [InlineData("environment.etc.\"run\": { target: ../run, text: \"${{ secret('db') }}\" }", "'..' would lead out of its folder")]
    [InlineData("secrets.\"../x\".source.file: /root/x", "'../x' in 'secrets' is no place for a file")]
    [InlineData("secrets.x: { source.file: /root/x, mode: 0404 }", "has mode 0404, so everybody could use it")]
    [InlineData("secrets.x: { source: { file: /root/x, environment: X } }", "'secrets.x.source'")]
    [InlineData("secrets.x: {}", "'secrets.x' does not say where it comes from.")]
    [InlineData("networking.hostName: ${{ secret('db') }}", "This option takes no secret")]
    public void Mistakes_are_told_with_their_place(string line, string error)
    {
        string errors = Trees.Errors($"config:\n{Db}  {line}\n");

        Assert.Contains(error, errors, StringComparison.Ordinal);
        Assert.StartsWith("hosts/den/default.yaml:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_home_has_secrets_of_its_own()
    {
        SecretResource file = Assert.Single(Trees.RealiseHome("config:\n" + Db).Secrets);

        Assert.Equal(("/home/ann/.local/share/hosttools/secrets/db", Trees.HomeUser, 0x1C0), (file.Path, file.Scope.User, file.FolderMode));
    }
}
