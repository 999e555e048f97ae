using System.Text;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Secrets;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Secrets;

/// <summary>Secrets from every source, by the programs that know them.</summary>
public sealed class SecretReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly DoubledProcesses _processes = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Age_opens_its_files_also_in_their_text_form(bool isArmored)
    {
        string key = AgeKey(out string recipient);
        FileContent file = Encrypt("hunter2\n", isArmored ? ["--armor", "-r", recipient] : ["-r", recipient]);

        Assert.Equal("hunter2", await ReadAsync(new SecretSource("db", "age", "db.age") { Encrypted = file, Identities = ["/no/such/key", key] }));
        Assert.Equal("hunter2\n", await ReadAsync(new SecretSource("db", "age", "db.age") { Encrypted = file, Identities = [key], IsTrimmed = false }));
    }

    [SkippableFact]
    public async Task Age_opens_with_a_key_of_SSH()
    {
        string keygen = Peer.Require("ssh-keygen");
        string key = _folder.File("ssh");
        Peer.Accept(keygen, "-q", "-t", "ed25519", "-N", string.Empty, "-f", key);

        Assert.Equal("hunter2", await ReadAsync(new SecretSource("db", "age", "db.age") { Encrypted = Encrypt("hunter2", ["-R", key + ".pub"]), Identities = [key] }));
    }

    [SkippableFact]
    public async Task Bytes_that_are_no_text_come_through()
    {
        string key = AgeKey(out string recipient);
        byte[] bytes = [0, 255, 13, 10, 10];
        File.WriteAllBytes(_folder.File("plain"), bytes);
        Peer.Accept(Peer.Require("age"), "-r", recipient, "-o", _folder.File("db.age"), _folder.File("plain"));

        SecretValue value = await Reader().ReadAsync(
            new SecretSource("db", "age", "db.age") { Encrypted = FileContent.FromFile(_folder.File("db.age")), Identities = [key], IsTrimmed = false }, default);
        Assert.Equal(bytes, value.Bytes);
    }

    [SkippableFact]
    public async Task A_key_that_does_not_fit_is_told_as_age_says_it()
    {
        AgeKey(out string recipient);
        FileContent file = Encrypt("hunter2", ["-r", recipient]);
        string other = AgeKey(out _);

        Assert.Equal(
            "The secret 'db' cannot be had (age 'db.age'): 'age' says: age: error: no identity matched any of the recipients. Put that right.",
            await RefusedAsync(new SecretSource("db", "age", "db.age") { Encrypted = file, Identities = [other] }));
        Assert.Contains("there is no key to open it with: '/no/such'", await RefusedAsync(new SecretSource("db", "age", "db.age") { Encrypted = file, Identities = ["/no/such"] }), StringComparison.Ordinal);
        Assert.Contains("age: error:", await RefusedAsync(new SecretSource("db", "age", "db.age") { Encrypted = FileContent.FromText("no age file"), Identities = [other] }), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_key_that_others_have_is_refused()
    {
        string key = AgeKey(out string recipient);
        File.SetUnixFileMode(key, (UnixFileMode)0x1A4);

        Assert.Contains($"'{key}' may be used by others (mode 0644). Say chmod 600 {key}.",
            await RefusedAsync(new SecretSource("db", "age", "db.age") { Encrypted = Encrypt("x", ["-r", recipient]), Identities = [key] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_here_is_named_with_what_helps()
    {
        _processes.Paths["sops"] = "/no/such/program";
        SecretSource source = new("db", "sops", "all.yaml") { Encrypted = FileContent.FromText("x"), Format = "yaml" };

        Assert.Equal("The secret 'db' cannot be had (sops 'all.yaml'): the program 'sops' is not here. Install sops.", await RefusedAsync(source));
        _processes.Paths["pwsh"] = "/no/such/program";
        Assert.Contains("the program 'pwsh' is not here. Install PowerShell 7.", await RefusedAsync(new SecretSource("db", "powershell", "Db")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Sops_gets_file_key_and_identities()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs a shell and /proc");
        // SOPS cannot be had here: this double tells what it was given.
        string key = AgeKey(out _);
        _processes.Paths["sops"] = Script("printf '%s|' \"$@\"; cat /dev/stdin; printf '|%s' \"$SOPS_AGE_KEY_FILE\"");
        SecretSource source = new("db", "sops", "all.yaml") { Encrypted = FileContent.FromText("encrypted"), Format = "yaml", Part = "app.\"to\".0", Identities = [key] };

        Assert.Equal($"--decrypt|--input-type|yaml|--output-type|yaml|--extract|[\"app\"][\"\\\"to\\\"\"][\"0\"]|/dev/stdin|encrypted|{key}", await ReadAsync(source));
    }

    [SkippableFact]
    public async Task No_program_is_given_a_secret_or_a_variable_that_holds_one()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs a shell and /proc");
        const string variable = "HOSTTOOLS_TEST_CANARY";
        Environment.SetEnvironmentVariable(variable, "c4nary");
        try
        {
            _variables[variable] = "c4nary";
            Assert.Equal("c4nary", await ReadAsync(new SecretSource("api", "environment", variable)));
            _processes.Paths["age"] = Script("cat /proc/$$/cmdline /proc/$$/environ /proc/$PPID/cmdline | tr '\\0' '\\n'");
            string said = await ReadAsync(new SecretSource("db", "age", "db.age") { Encrypted = FileContent.FromText("x"), Identities = [AgeKey(out _)] });
            Assert.Contains("--decrypt", said, StringComparison.Ordinal);
            Assert.Contains("PATH=", said, StringComparison.Ordinal);
            Assert.DoesNotContain("c4nary", said, StringComparison.Ordinal);
            Assert.DoesNotContain(variable, said, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task A_variable_that_is_not_set_says_how() =>
        Assert.Equal(
            "The secret 'api' cannot be had (environment 'API'): the variable is not set. Set it for the command; sudo keeps it with --preserve-env=API.",
            await RefusedAsync(new SecretSource("api", "environment", "API")));

    [SkippableFact]
    public async Task A_plain_file_is_read_when_its_owner_alone_may()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs permission bits");
        string file = Private("password", "hunter2\n");
        SecretSource source = new("db", "file", file);

        Assert.Equal("hunter2", await ReadAsync(source));
        foreach (int mode in new[] { 0x1A0, 0x184, 0x182 })
        {
            File.SetUnixFileMode(file, (UnixFileMode)mode);
            Assert.Contains("may be used by others", await RefusedAsync(source), StringComparison.Ordinal);
        }

        File.SetUnixFileMode(file, (UnixFileMode)0x180);
        File.CreateSymbolicLink(_folder.File("link"), file);
        Assert.Contains("is a symbolic link", await RefusedAsync(source with { Reference = _folder.File("link") }), StringComparison.Ordinal);
        Assert.Contains("is no regular file", await RefusedAsync(source with { Reference = _folder.Path }), StringComparison.Ordinal);
        Assert.Contains("is not there", await RefusedAsync(source with { Reference = "/no/such/file" }), StringComparison.Ordinal);
        File.WriteAllText(file, "\n");
        Assert.Contains("it is empty", await RefusedAsync(source), StringComparison.Ordinal);
        File.WriteAllBytes(file, new byte[(1 << 20) + 1]);
        Assert.Contains("it is larger than 1MiB", await RefusedAsync(source), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_plain_file_of_another_user_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs root to make one");
        string file = Private("password", "hunter2");
        Peer.Accept("chown", "12345", file);

        Assert.Contains("belongs to another user (12345)", await RefusedAsync(new SecretSource("db", "file", file)), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_home_gets_its_secrets_with_the_rights_of_its_user()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs root to be somebody else");
        Peer.Require("setpriv");
        var target = Target.Home(Target.Folder(_folder.File("root")), Trees.HomeUser, planned: new UserIds(12345, 12345));
        SecretReader reader = new(target, _processes, static _ => "of root", SecretFiles.Sources(target));
        string mine = Private("mine", "of ann"), roots = Private("roots", "of root");
        string key = AgeKey(out string recipient), rootsKey = AgeKey(out string rootsRecipient);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        Peer.Accept("chown", "12345", mine, key);

        Assert.Equal("of ann", await ReadBy(new SecretSource("a", "file", mine)));
        Assert.Equal("hunter2", await ReadBy(new SecretSource("a", "age", "a.age") { Encrypted = Encrypt("hunter2", ["-r", recipient]), Identities = [key] }));
        Assert.Contains("roots", await ReadBy(new SecretSource("a", "file", roots)), StringComparison.Ordinal);
        Assert.Contains("denied", await ReadBy(new SecretSource("a", "file", roots)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("permission denied", await ReadBy(new SecretSource("a", "age", "a.age") { Encrypted = Encrypt("hunter2", ["-r", rootsRecipient]), Identities = [rootsKey] }), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("a home gets nothing from the environment of root", await ReadBy(new SecretSource("a", "environment", "HOME")), StringComparison.Ordinal);

        async Task<string> ReadBy(SecretSource source) =>
            await reader.ReadAsync(source, default) is { Bytes: { } bytes } ? Encoding.UTF8.GetString(bytes) : (await reader.ReadAsync(source, default)).Error!.Message;
    }

    [SkippableFact]
    public async Task Systemd_opens_its_credentials()
    {
        string creds = Peer.Require("systemd-creds");
        Private("plain", "hunter2");
        Directory.CreateDirectory(_folder.File("machine/etc/credstore.encrypted"));
        // The key that needs nothing of the machine: a test leaves none behind.
        ProcessResult made = Peer.Run(creds, "encrypt", "--with-key=tpm2-absent", "--name=db", _folder.File("plain"), _folder.File("machine/etc/credstore.encrypted/db"));
        Skip.If(made.ExitCode != 0, "this systemd-creds has no key without a machine");
        _processes.Paths["systemd-creds"] = creds;

        Assert.Equal("hunter2", await ReadAsync(new SecretSource("db", "credential", "db"), "machine"));
        File.Move(_folder.File("machine/etc/credstore.encrypted/db"), _folder.File("machine/etc/credstore.encrypted/other"));
        Assert.Contains("'systemd-creds' says: ", await RefusedAsync(new SecretSource("other", "credential", "other"), "machine"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_of_the_service_comes_first()
    {
        _folder.Write("given/db", "from the service");
        Private("machine/etc/credstore/db", "from the store");
        SecretSource source = new("db", "credential", "db");

        Assert.Equal("from the store", await ReadAsync(source, "machine"));
        _variables["CREDENTIALS_DIRECTORY"] = _folder.File("given");
        Assert.Equal("from the service", await ReadAsync(source, "machine"));
        Assert.Contains("systemd-creds encrypt --name=none", await RefusedAsync(source with { Reference = "none" }, "machine"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task PowerShell_gives_what_its_vault_has()
    {
        _processes.Paths["pwsh"] = Peer.Require("pwsh");
        // SecretManagement cannot be had here: this double is a module of its name.
        _folder.Write("modules/Microsoft.PowerShell.SecretManagement/Microsoft.PowerShell.SecretManagement.psm1", """
            function Get-Secret { param([string] $Name, [string] $Vault, [switch] $AsPlainText)
              if ($Name -eq 'none') { throw "The secret none was not found." }
              if ($Name -eq 'login') { return [pscredential]::new('a', (ConvertTo-SecureString 'x' -AsPlainText -Force)) }
              "geheim-ü $Name $Vault $AsPlainText" }
            """);
        _processes.Environment["PSModulePath"] = _folder.File("modules");

        Assert.Equal("geheim-ü a'b $x Work True", await ReadAsync(new SecretSource("a", "powershell", "a'b $x") { Part = "Work" }));
        Assert.Contains("'pwsh' says: The secret none was not found. Put that right.", await RefusedAsync(new SecretSource("a", "powershell", "none")), StringComparison.Ordinal);
        Assert.Contains("'pwsh' says: it is neither text nor bytes", await RefusedAsync(new SecretSource("a", "powershell", "login")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_refused_without_being_shown()
    {
        string file = Private("password", "two\nlines \"quoted\"");
        var renderer = new SecretRenderer(Reader());
        SecretContent Content(SecretEscape escape) => new([new SecretPart("p = \"", null), new SecretPart(null, "db", escape), new SecretPart("\"", null)], [new SecretSource("db", "file", file)]);

        SecretRendering quoted = await renderer.RenderAsync(Content(SecretEscape.Quoted), default);
        Assert.Equal("p = \"two\\nlines \\\"quoted\\\"\"", Encoding.UTF8.GetString(quoted.Bytes!));
        SecretRendering line = await renderer.RenderAsync(Content(SecretEscape.Line), default);
        HostError error = Assert.Single(line.Errors);
        Assert.Equal("The secret 'db' cannot be written where it stands: it has several lines. Let the program read it from a file of its own, or use another format.", error.Message);
        Assert.Equal("(secret)(no secret)", $"{quoted}{line}");
    }

    /// <summary>Reads this machine, or the folder that stands for another one.</summary>
    private SecretReader Reader(string? machine = null) =>
        new(Target.Folder(_folder.File("root")), _processes, _variables.GetValueOrDefault, Root.At(machine is null ? "/" : _folder.File(machine)));

    private async Task<string> ReadAsync(SecretSource source, string? machine = null)
    {
        SecretValue value = await Reader(machine).ReadAsync(source, default);
        Assert.True(value.Error is null, value.Error?.Message);
        return Encoding.UTF8.GetString(value.Bytes!);
    }

    private async Task<string> RefusedAsync(SecretSource source, string? machine = null)
    {
        SecretValue value = await Reader(machine).ReadAsync(source, default);
        Assert.Null(value.Bytes);
        return value.Error!.Message;
    }

    private string Private(string name, string text)
    {
        string path = _folder.Write(name, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0x180);
        return path;
    }

    private string Script(string body)
    {
        string path = _folder.Write("double-" + Guid.NewGuid().ToString("N"), "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, (UnixFileMode)0x1C0);
        return path;
    }

    private string AgeKey(out string recipient)
    {
        string path = _folder.File("key-" + Guid.NewGuid().ToString("N"));
        Peer.Accept(Peer.Require("age-keygen"), "-o", path);
        recipient = Peer.Accept(Peer.Require("age-keygen"), "-y", path).Trim();
        return path;
    }

    private FileContent Encrypt(string text, string[] arguments)
    {
        string plain = Private("plain-" + Guid.NewGuid().ToString("N"), text);
        Peer.Accept(Peer.Require("age"), [.. arguments, "-o", plain + ".age", plain]);
        return FileContent.FromFile(plain + ".age");
    }
}
