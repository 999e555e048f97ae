namespace HostTools.Models;

/// <summary>How much of a file is here without a gap: who writes moves it, who hashes follows it. Thread-safe, one follower.</summary>
internal sealed class Watermark
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = New();
    private long _position;
    private bool _isEnd;

    /// <summary>Everything below is written and does not change any more.</summary>
    public void MoveTo(long position)
    {
        lock (_lock)
        {
            if (position <= _position)
                return;
            _position = position;
            Signal();
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isEnd = true;
            Signal();
        }
    }

    /// <summary>Waits until it is beyond a position; at the end the same position comes back.</summary>
    public async ValueTask<long> BeyondAsync(long position, CancellationToken token)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_position > position || _isEnd)
                    return _position;
                moved = _moved.Task;
            }

            await moved.WaitAsync(token).ConfigureAwait(false);
        }
    }

    private void Signal()
    {
        TaskCompletionSource moved = _moved;
        _moved = New();
        moved.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
