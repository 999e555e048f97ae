using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

/// <summary>A face that remembers.</summary>
internal sealed class RecordingConsole : ICommandConsole
{
    public Action<object> OnWrite { get; init; } = static _ => { };

    public Func<ProposedChange, bool> OnConfirm { get; init; } = static _ => true;

    public List<object> Written { get; } = [];

    public List<HostError> Errors { get; } = [];

    public List<string> Said { get; } = [];

    public List<ProposedChange> Asked { get; } = [];

    public List<int> Threads { get; } = [];

    public void Write(object value)
    {
        Note();
        OnWrite(value);
        Written.Add(value);
    }

    public void Error(HostError error)
    {
        Note();
        Errors.Add(error);
    }

    public void Warning(string text) => Say("Warning", text);

    public void Note(string text) => Say("Note", text);

    public void Verbose(string text) => Say("Verbose", text);

    public void Progress(ProgressReport? report) => Say("Progress", report?.Status ?? "end");

    public bool Confirm(ProposedChange change)
    {
        Note();
        Asked.Add(change);
        return OnConfirm(change);
    }

    private void Say(string stream, string text)
    {
        Note();
        Said.Add($"{stream} {text}");
    }

    private void Note() => Threads.Add(Environment.CurrentManagedThreadId);
}
