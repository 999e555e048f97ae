using System.Management.Automation;
using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.PowerShell.Tests;

public sealed class CmdletTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hosttools-cmdlets-").FullName;

    public CmdletTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "etc"));
        File.WriteAllText(Path.Combine(_root, "etc/hostname"), "nas\n");
        File.WriteAllText(Path.Combine(_root, "etc/os-release"), "ID=debian\nVERSION_ID=12\n");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Output_arrives_in_order_on_the_pipeline_thread()
    {
        PSCmdlet cmdlet = CmdletHost.Run("Get-HostFact", ("Root", _root));
        Assert.Equal(["hostname", "os.id", "os.name", "os.version"], cmdlet.Stream("Output").Cast<HostFact>().Select(static fact => fact.Name));
        Assert.All(cmdlet.Output, static written => Assert.Equal(Environment.CurrentManagedThreadId, written.Thread));
    }

    [Fact]
    public void Everything_said_keeps_its_order_between_streams()
    {
        PSCmdlet cmdlet = CmdletHost.Wrap(new Probe(Speak));
        cmdlet.RunRecord();
        Assert.Equal(
            ["Verbose one", "Output two", "Warning three", "Information four", "Output five"],
            cmdlet.Output.Select(static written => $"{written.Stream} {written.Value}"));

        static async IAsyncEnumerable<string> Speak(CommandContext context, [EnumeratorCancellation] CancellationToken token)
        {
            context.Verbose("one");
            await Task.Yield();
            yield return "two";
            context.Warning("three");
            context.Note("four");
            yield return "five";
        }
    }

    [Fact]
    public void A_name_that_matches_nothing_is_an_error_and_the_rest_goes_on()
    {
        PSCmdlet cmdlet = CmdletHost.Run("Get-HostFact", ("Name", (string[])["os.ld", "hostname", "nothing.*"]), ("Root", _root));
        ErrorRecord error = Assert.Single(cmdlet.Errors());
        Assert.Equal("FactNotFound,HostTools.PowerShell.GetHostFactCmdlet", error.FullyQualifiedErrorId);
        Assert.Equal((ErrorCategory.ObjectNotFound, "os.ld"), (error.Category, error.TargetObject));
        Assert.Equal("This machine has no fact 'os.ld'. Did you mean 'os.id'?", error.ErrorDetails!.Message);
        Assert.Equal("hostname", Assert.IsType<HostFact>(Assert.Single(cmdlet.Stream("Output"))).Name);
    }

    [Fact]
    public void A_parameter_that_was_not_given_keeps_the_commands_default() =>
        Assert.NotEmpty(CmdletHost.Run("Get-HostFact").Stream("Output"));

    [Fact]
    public void Paths_are_seen_from_PowerShells_location()
    {
        PSCmdlet cmdlet = CmdletHost.Create("Get-HostFact", ("Root", "./here"), ("Name", (string[])["hostname"]));
        cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath = _root;
        Directory.CreateDirectory(Path.Combine(_root, "here/etc"));
        File.WriteAllText(Path.Combine(_root, "here/etc/hostname"), "inner\n");
        cmdlet.RunRecord();
        Assert.Equal("inner", Assert.IsType<HostFact>(Assert.Single(cmdlet.Stream("Output"))).Value);
    }

    [Theory]
    [InlineData("./absent", "PathNotFound")]
    [InlineData("env:PATH", "PathNotFileSystem")]
    public void A_path_that_cannot_be_meant_is_an_error_record(string path, string id)
    {
        PSCmdlet cmdlet = CmdletHost.Run("Get-HostFact", ("Root", path));
        Assert.StartsWith(id + ",", Assert.Single(cmdlet.Errors()).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_cancels_and_returns_only_after_the_clean_up()
    {
        using var running = new ManualResetEventSlim();
        bool cleaned = false;
        PSCmdlet cmdlet = CmdletHost.Wrap(Probe.Doing(async (_, token) =>
        {
            try
            {
                running.Set();
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Delay(100, CancellationToken.None);
                cleaned = true;
            }
        }));
        var stop = Task.Run(() =>
        {
            running.Wait();
            cmdlet.Stop();
        });
        Assert.Throws<PipelineStoppedException>(cmdlet.RunRecord);
        Assert.True(cleaned);
        await stop.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_pipeline_that_has_seen_enough_ends_the_work_after_its_clean_up()
    {
        int made = 0;
        bool cleaned = false;
        PSCmdlet cmdlet = CmdletHost.Wrap(new Probe(Count));
        cmdlet.OnWriteObject = value =>
        {
            if ((string)value == "3")
                throw new EnoughException();
        };
        Assert.Throws<EnoughException>(cmdlet.RunRecord);
        Assert.True(cleaned);
        Assert.Equal(3, made);

        async IAsyncEnumerable<string> Count(CommandContext context, [EnumeratorCancellation] CancellationToken token)
        {
            try
            {
                while (true)
                {
                    token.ThrowIfCancellationRequested();
                    made++;
                    yield return made.ToString();
                }
            }
            finally
            {
                await Task.Delay(50, CancellationToken.None);
                cleaned = true;
            }
        }
    }

    [Fact]
    public void A_declined_question_is_no_error_and_the_work_is_told()
    {
        bool? answer = null;
        PSCmdlet cmdlet = CmdletHost.Wrap(Probe.Doing(async (context, _) =>
            answer = await context.ConfirmAsync(new ProposedChange("Erase it", ["- one", "- two"]))));
        cmdlet.Answer = static _ => false;
        cmdlet.RunRecord();
        Assert.False(answer);
        Assert.Equal(["- one" + Environment.NewLine + "- two"], cmdlet.Stream("ShouldProcess"));
        Assert.Empty(cmdlet.Errors());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void What_needs_no_question_is_still_shown_by_WhatIf(bool whatIf, int asked)
    {
        PSCmdlet cmdlet = CmdletHost.Wrap(Probe.Doing((context, _) => context.ConfirmAsync(new ProposedChange("Look", ["nothing to do"], Impact.Low))));
        cmdlet.Variables["WhatIfPreference"] = whatIf;
        cmdlet.RunRecord();
        Assert.Equal(asked, cmdlet.Stream("ShouldProcess").Count());
    }

    [Fact]
    public void All_errors_of_a_failed_phase_become_records_with_place_line_and_caret()
    {
        HostError first = new("TypeMismatch", ErrorKind.InvalidInput, "'memory' is \"8 gigs\"; write a size such as 8GiB.", "memory")
        {
            Origin = new Origin("hosts/den/default.yaml", 3, 9),
            SourceLine = "memory: 8 gigs",
            Related = [new RelatedOrigin(new Origin("modules/vms.yaml", 7, 5), "declared here")],
        };
        HostError second = new("AccessDenied", ErrorKind.PermissionDenied, "No.");
        PSCmdlet cmdlet = CmdletHost.Wrap(Probe.Doing((_, _) => throw new HostToolsException([first, second])));
        cmdlet.RunRecord();
        Assert.Equal(["TypeMismatch", "AccessDenied"], cmdlet.Errors().Select(static error => error.ErrorId));
        Assert.Equal(ErrorCategory.InvalidData, cmdlet.Errors()[0].Category);
        Assert.Equal(
            """
            hosts/den/default.yaml:3:9: 'memory' is "8 gigs"; write a size such as 8GiB.
                memory: 8 gigs
                        ^
              modules/vms.yaml:7:5: declared here
            """,
            cmdlet.Errors()[0].ErrorDetails!.Message);
    }

    [Fact]
    public void A_fault_of_ours_is_an_error_without_a_stack_trace()
    {
        PSCmdlet cmdlet = CmdletHost.Wrap(Probe.Doing((_, _) => throw new InvalidOperationException("Odd.")));
        cmdlet.RunRecord();
        ErrorRecord error = Assert.Single(cmdlet.Errors());
        Assert.Equal("UnexpectedFailure", error.ErrorId);
        Assert.DoesNotContain("   at ", error.ErrorDetails!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_closed_when_the_work_ends()
    {
        PSCmdlet cmdlet = CmdletHost.Wrap(Probe.Doing((context, _) =>
        {
            context.Progress(new ProgressReport("Applying", "/etc/hosts", 10));
            return Task.CompletedTask;
        }));
        cmdlet.RunRecord();
        Assert.Equal([ProgressRecordType.Processing, ProgressRecordType.Completed], cmdlet.Stream("Progress").Cast<ProgressRecord>().Select(static record => record.RecordType));
    }

    [Fact]
    public void Every_record_of_the_pipeline_gets_a_fresh_command()
    {
        PSCmdlet cmdlet = CmdletHost.Create("Get-HostFact", ("Root", _root));
        foreach (string name in (string[])["hostname", "os.id"])
        {
            CmdletHost.Give(cmdlet, "Name", (string[])[name]);
            cmdlet.RunRecord();
        }

        Assert.Equal(["hostname", "os.id"], cmdlet.Stream("Output").Cast<HostFact>().Select(static fact => fact.Name));
    }

    private sealed class EnoughException : Exception;
}
