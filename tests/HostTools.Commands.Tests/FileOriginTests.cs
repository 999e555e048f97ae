using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

/// <summary>The definitions behind a deployed file.</summary>
public sealed class FileOriginTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-origin-").FullName;
    private readonly RecordingConsole _console = new();

    public FileOriginTests() => Write("hosttools.yaml", "description: A small tree.\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_leads_to_its_definition_and_to_what_that_reads()
    {
        Write("modules/web.yaml", "options: { web: { port: { type: port }, host: { type: str, default: localhost } } }\nlet: { cfg: \"${{ config.web }}\" }\nconfig:\n  environment.etc.\"web.conf\".text: |\n    listen ${{ cfg.host }}:${{ cfg.port }}\n");
        Write("hosts/den/default.yaml", "imports: [web]\nparams: {}\nconfig:\n  web.port: 8080\n");
        Run("/etc/web.conf");
        Assert.Equal(
            [
                ("environment.etc.\"web.conf\".text", new Origin("modules/web.yaml", 4, 36), null),
                ("web.host", new Origin("modules/web.yaml", 1, 69), "environment.etc.\"web.conf\".text"),
                ("web.port", new Origin("hosts/den/default.yaml", 4, 13), "environment.etc.\"web.conf\".text"),
            ],
            _console.Written.Cast<FileOrigin>().Select(static f => (f.Option, f.Origin, f.ReadBy)));
    }

    [Fact]
    public void A_file_that_is_not_managed_suggests_what_is()
    {
        Write("hosts/den/default.yaml", "config:\n  environment.etc.motd.text: hello\n");
        Run("/etc/modt", "etc/nginx", "/etc");
        Assert.Empty(_console.Written);
        Assert.StartsWith("'den' does not manage '/etc/modt'. Did you mean '/etc/motd'", _console.Errors[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("'den' does not manage '/etc/nginx'.", _console.Errors[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("'den' does not manage '/etc'. Below it are /etc/", _console.Errors[2].Message, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Run(params string[] files) =>
        CommandRunner.Run(new GetHostFileOrigin { Name = "den", File = files }, _console, new CommandEnvironment { CurrentDirectory = _folder }, CancellationToken.None);
}
