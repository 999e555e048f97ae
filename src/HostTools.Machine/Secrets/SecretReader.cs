using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Secrets;

/// <summary>Gets the value of a secret from where its source says, with the rights of whom the target belongs to.</summary>
internal sealed class SecretReader(Target target, IProcessRunner processes, Func<string, string?> variable, Root machine)
{
    private const int Largest = 1 << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string[] s_stores = ["/etc/credstore.encrypted", "/run/credstore.encrypted"];

    // The home's user may change what its generations say of a secret; with his rights it leads nowhere he may not go.
    private readonly Lazy<bool> _isForAnother = new(() => target.AccountIds is not null && Environment.IsPrivilegedProcess);

    private readonly SecretFile _files = new(machine, () => target.AccountIds?.User ?? UserIds.Current);

    private bool IsForAnother => _isForAnother.Value;

    /// <summary>The value, or why it cannot be had.</summary>
    public async Task<SecretValue> ReadAsync(SecretSource source, CancellationToken token)
    {
        try
        {
            byte[] bytes = source.Kind switch
            {
                "age" => await AgeAsync(source, token).ConfigureAwait(false),
                "sops" => await SopsAsync(source, token).ConfigureAwait(false),
                "credential" => await CredentialAsync(source, token).ConfigureAwait(false),
                "environment" => FromEnvironment(source),
                "file" => _files.Read(source, source.Reference),
                "powershell" => await PowerShellAsync(source, token).ConfigureAwait(false),
                _ => throw new SecretException(MachineErrors.SecretUnavailable(source, $"this HostTools knows no source '{source.Kind}'", "Update HostTools")),
            };
            bytes = source.IsTrimmed ? Trimmed(bytes) : bytes;
            return bytes.Length > 0 ? new SecretValue(bytes, null) : throw new SecretException(MachineErrors.SecretUnavailable(source, "it is empty", "Give it a value"));
        }
        catch (SecretException cause)
        {
            return new SecretValue(null, cause.Error);
        }
        catch (HostToolsException cause)
        {
            return new SecretValue(null, MachineErrors.SecretUnavailable(source, cause.Errors[0].Message.TrimEnd('.'), "Put that right"));
        }
        catch (IOException cause)
        {
            return new SecretValue(null, MachineErrors.SecretUnavailable(source, cause.Message.TrimEnd('.'), "Put that right"));
        }
    }

    private async Task<byte[]> AgeAsync(SecretSource source, CancellationToken token)
    {
        IReadOnlyList<string> identities = Identities(source);
        return await RunAsync(source, ["age", "--decrypt", .. identities.SelectMany(static path => new[] { "--identity", path })], Encrypted(source), [], "Install age", token).ConfigureAwait(false);
    }

    private async Task<byte[]> SopsAsync(SecretSource source, CancellationToken token)
    {
        string format = source.Format ?? "binary";
        string[] key = source.Part is { } part ? ["--extract", string.Concat(part.Split('.').Select(static name => $"[\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]"))] : [];
        var environment = new Dictionary<string, string?>();
        foreach (string path in _files.Present(source))
            environment.TryAdd(_files.IsSsh(path) ? "SOPS_AGE_SSH_PRIVATE_KEY_FILE" : "SOPS_AGE_KEY_FILE", machine.Describe(path));
        return await RunAsync(source, ["sops", "--decrypt", "--input-type", format, "--output-type", format, .. key, "/dev/stdin"], Encrypted(source), environment, "Install sops", token)
            .ConfigureAwait(false);
    }

    private async Task<byte[]> CredentialAsync(SecretSource source, CancellationToken token)
    {
        string name = source.Reference;
        if (!IsForAnother && variable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder && Path.IsPathFullyQualified(folder) && File.Exists(Path.Join(folder, name)))
            return SecretFile.Limited(source, await File.ReadAllBytesAsync(Path.Join(folder, name), token).ConfigureAwait(false));
        foreach (string path in s_stores.Select(store => $"{store}/{name}").Where(machine.Exists))
            return await RunAsync(source, ["systemd-creds", "decrypt", $"--name={name}", machine.Describe(path), "-"], null, [], "Install systemd", token).ConfigureAwait(false);
        return machine.Exists($"/etc/credstore/{name}") ? _files.Read(source, $"/etc/credstore/{name}")
            : throw new SecretException(MachineErrors.SecretUnavailable(source,
                "the service that runs HostTools was given none of that name, and none lies in /etc/credstore.encrypted, /run/credstore.encrypted or /etc/credstore",
                $"Make one: systemd-creds encrypt --name={name} - /etc/credstore.encrypted/{name}"));
    }

    private byte[] FromEnvironment(SecretSource source)
    {
        // What is in root's environment is not for the user of a home.
        if (IsForAnother)
            throw new SecretException(MachineErrors.SecretUnavailable(source, "a home gets nothing from the environment of root", "Apply as the user of the home"));
        HiddenVariables.Add(source.Reference);
        return variable(source.Reference) is { Length: > 0 } value ? SecretFile.Limited(source, System.Text.Encoding.UTF8.GetBytes(value))
            : throw new SecretException(MachineErrors.SecretUnavailable(source, "the variable is not set", $"Set it for the command; sudo keeps it with --preserve-env={source.Reference}"));
    }

    private async Task<byte[]> PowerShellAsync(SecretSource source, CancellationToken token)
    {
        // The names travel beside the script, so that nothing in them is read as code; the value comes back so that no console changes it.
        const string script = """
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            $wanted = @{ Name = $env:HOSTTOOLS_SECRET; AsPlainText = $true }
            if ($env:HOSTTOOLS_VAULT) { $wanted.Vault = $env:HOSTTOOLS_VAULT }
            try { $value = Get-Secret @wanted } catch { [Console]::Error.WriteLine($_.Exception.Message); exit 1 }
            if ($value -is [string]) { $value = [Text.Encoding]::UTF8.GetBytes($value) }
            if ($value -isnot [byte[]]) { [Console]::Error.WriteLine('it is neither text nor bytes'); exit 1 }
            [Console]::Out.Write([Convert]::ToBase64String($value))
            """;
        var environment = new Dictionary<string, string?> { ["HOSTTOOLS_SECRET"] = source.Reference, ["HOSTTOOLS_VAULT"] = source.Part };
        byte[] answer = await RunAsync(source, ["pwsh", "-NoProfile", "-NonInteractive", "-Command", script], null, environment, "Install PowerShell 7", token).ConfigureAwait(false);
        try
        {
            return Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(answer).Trim());
        }
        catch (FormatException)
        {
            throw new SecretException(MachineErrors.SecretUnavailable(source, "'pwsh' answered something else", "See what Get-Secret says there"));
        }
    }

    private byte[] Encrypted(SecretSource source) => SecretFiles.Read(target, source.Encrypted!); // Sources of files have one.

    private IReadOnlyList<string> Identities(SecretSource source) => _files.Present(source) is { Count: > 0 } found
        ? [.. found.Select(machine.Describe)]
        : throw new SecretException(MachineErrors.SecretUnavailable(source,
            $"there is no key to open it with: {string.Join(", ", source.Identities.Select(static path => $"'{path}'"))}",
            "Make one with age-keygen -o FILE, encrypt the secret to it, and name the file in activation.identities"));

    private async Task<byte[]> RunAsync(
        SecretSource source, IReadOnlyList<string> command, byte[]? input, Dictionary<string, string?> environment, string remedy, CancellationToken token)
    {
        ProcessRequest request = TargetProcess.Of(target, command);
        foreach ((string name, string? value) in request.Environment)
            environment.TryAdd(name, value);
        environment["LC_ALL"] = "C.UTF-8";
        ProcessResult result;
        try
        {
            result = await processes.RunAsync(
                request with { StandardInputBytes = input, HasBinaryOutput = true, Environment = environment, Timeout = s_patience },
                token).ConfigureAwait(false);
        }
        catch (HostToolsException cause) when (cause.Errors[0].Id == nameof(PlatformErrors.ProgramNotFound))
        {
            throw new SecretException(MachineErrors.SecretUnavailable(source, $"the program '{command[0]}' is not here", remedy));
        }

        return result.ExitCode == 0 ? SecretFile.Limited(source, result.OutputBytes)
            : throw new SecretException(MachineErrors.SecretUnavailable(source, $"'{command[0]}' says: {Words(result.StandardError)}", "Put that right"));
    }

    /// <summary>The first line that a program said, which is the cause with all that we run here.</summary>
    private static string Words(string said)
    {
        string line = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(static line => !line.StartsWith("Warning:", StringComparison.Ordinal)) ?? "nothing";
        return string.Concat(line.Take(400).Select(static letter => char.IsControl(letter) ? '?' : letter)).TrimEnd('.');
    }

    private static byte[] Trimmed(byte[] bytes) => bytes is [.. var text, (byte)'\r', (byte)'\n'] ? text : bytes is [.. var line, (byte)'\n'] ? line : bytes;

    internal static void RequireSize(SecretSource source, long size)
    {
        if (size > Largest)
            throw new SecretException(MachineErrors.SecretUnavailable(source, $"it is larger than {new ByteSize(Largest)}", "Keep a key as the secret, and encrypt the rest with it"));
    }
}

/// <summary>Why a secret cannot be had.</summary>
internal sealed class SecretException(HostError error) : Exception(error.Message)
{
    public HostError Error { get; } = error;
}
