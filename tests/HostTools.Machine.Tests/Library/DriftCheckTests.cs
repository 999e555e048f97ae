using System.Diagnostics;

namespace HostTools.Machine.Tests.Library;

/// <summary>What the service of services/drift-check does, with programs that answer in place of HostTools and the mail.</summary>
public sealed class DriftCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("0", "", 0, false)]
    [InlineData("2", "failOnDrift: true", 2, true)]
    [InlineData("2", "failOnDrift: false", 0, true)]
    [InlineData("1", "", 1, false)]
    public void It_tells_what_differs_and_ends_accordingly(string answer, string option, int exitCode, bool isMailed)
    {
        (int code, string said) = Run(answer, option);
        Assert.Equal(exitCode, code);
        Assert.Contains("looked at status --exit-code\n", said, StringComparison.Ordinal);
        Assert.Contains("looked at status --exit-code --user ann\n", said, StringComparison.Ordinal);
        Assert.Equal(isMailed, File.Exists(_folder.File("mail")));
        Assert.Equal(isMailed, File.Exists(_folder.File("it's told")));
        if (isMailed)
        {
            string mail = File.ReadAllText(_folder.File("mail"));
            Assert.StartsWith("To: root@example.org\nSubject: ", mail, StringComparison.Ordinal);
            Assert.Contains("looked at status", mail, StringComparison.Ordinal);
            Assert.Contains("looked at status", File.ReadAllText(_folder.File("it's told")), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("rollback", said, StringComparison.Ordinal);
    }

    private (int ExitCode, string Said) Run(string answer, string option)
    {
        Skip.If(OperatingSystem.IsWindows(), "The script is for a POSIX shell.");
        string program = Program("hosttools", $"echo looked at \"$@\"; exit {answer}");
        string sendmail = Program("sendmail", $"cat > '{_folder.File("mail")}'");
        string script = Trees.Realise($"""
            imports: [services/drift-check]
            config:
              services.driftCheck:
                enable: true
                program: {program}
                sendmail: {sendmail}
                mailTo: root@example.org
                users: [ann]
                command: [/bin/cp, /dev/stdin, "{_folder.File("it's told")}"]
                {option}
            """).Text("/etc/hosttools/scripts/hosttools-drift-check-start");
        var start = new ProcessStartInfo("/bin/sh", [_folder.Write("script", script)]) { RedirectStandardOutput = true };
        start.Environment["RUNTIME_DIRECTORY"] = Path.GetDirectoryName(program)!; // It has a folder.
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private string Program(string name, string text)
    {
        string file = _folder.Write(name, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(file, (UnixFileMode)0x1ED); // 0755
        return file;
    }
}
