using System.Diagnostics;
using HostTools.Commands.Framework;
using HostTools.Models.Tests.Server;

namespace HostTools.Cli.Tests;

/// <summary>Every example of the help is a line that works, in a folder with the example tree to which two generations were applied.</summary>
public sealed class HelpExampleTests(HelpExampleTests.AppliedTree applied) : IClassFixture<HelpExampleTests.AppliedTree>
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (CommandDescriptor command in CommandCatalog.All)
            {
                foreach (HelpExample example in CommandHelp.Of(command).Examples.Where(static example => example.Shell.Length > 0))
                    data.Add(command.CmdletName, example.Shell);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public async Task It_runs(string command, string line)
    {
        Skip.If(OperatingSystem.IsWindows(), "The lines are for a POSIX shell.");
        Skip.If(line.Contains("test:///default", StringComparison.Ordinal) && !File.Exists("/usr/bin/virsh"), "virsh is not installed here");
        using Workspace workspace = applied.Copy();
        var start = new ProcessStartInfo("sh", ["-c", line])
        {
            WorkingDirectory = workspace.Tree,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using TestHub hub = new TestHub().With("config.json", "{}"); // Nothing leaves this machine.
        start.Environment["HF_ENDPOINT"] = hub.Hub.Address.AbsoluteUri;
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Result result = await Executable.FinishAsync(process);
        Assert.True(result.ExitCode == 0, $"{command}: '{line}' ended with {result.ExitCode}: {result.Error}");
    }

    /// <summary>The state that the examples start from, made once.</summary>
    public sealed class AppliedTree : IAsyncLifetime
    {
        private readonly Workspace _workspace = new();

        public async Task InitializeAsync()
        {
            await ApplyAsync("nixos");
            await ApplyAsync("toaster");
            using Process machine = Process.Start("sh", [Path.Combine(_workspace.Clone, "tests", "fixtures", "two-cards.sh"), Path.Combine(_workspace.Tree, "out")]);
            await machine.WaitForExitAsync();
            Assert.Equal(0, machine.ExitCode);
        }

        public Task DisposeAsync()
        {
            _workspace.Dispose();
            return Task.CompletedTask;
        }

        internal Workspace Copy()
        {
            var copy = new Workspace();
            using Process process = Process.Start("cp", ["-a", _workspace.Root, copy.Root]);
            process.WaitForExit();
            return copy;
        }

        private async Task ApplyAsync(string host)
        {
            Result result = await Executable.RunAsync(_workspace.Tree, "apply", host, "--root", "out", "--yes");
            Assert.True(result.ExitCode == 0, result.Error);
        }
    }
}
