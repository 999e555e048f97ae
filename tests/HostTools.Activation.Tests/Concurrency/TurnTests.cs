using System.Diagnostics;
using HostTools.Activation.Resources;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>Many applies to one target at once: one after the other, and each keeps what those before it did.</summary>
public sealed class TurnTests(ITestOutputHelper output) : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Applies_at_once_take_turns_and_lose_nothing()
    {
        int[] all = Depth.Take([.. Enumerable.Range(0, 200)], 24);
        var watch = Stopwatch.StartNew();
        int inside = 0, most = 0;
        async Task ApplyAsync(int number)
        {
            ActivationSession session = _box.NewSession();
            session.Wait = new LockWait(TimeSpan.FromMinutes(10));
            await GroupApply.ApplyInTurnAsync(session, "draxel", async token =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Resource[] wanted = [.. Listed().Append(number).Select(static each => Sandbox.Text($"/etc/many/{each}", $"{each}"))];
                Plan plan = await session.PlanAsync(Sandbox.Set(wanted), Sandbox.Context, token);
                Interlocked.Decrement(ref inside);
                return new GroupApply(session, [(session, plan)]);
            });
        }

        await Task.WhenAll(all.Select(number => Task.Run(() => ApplyAsync(number))));

        Assert.Equal(1, most);
        Assert.Equal(all.Order(), Listed().Order());
        Assert.All(all, number => Assert.Equal($"{number}", _box.Read($"/etc/many/{number}")));
        Assert.Equal(all.Length, _box.Session.Generations.Current?.Number);
        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Null(_box.Session.OpenTransaction);
        Depth.Say("applies at once", all.Length, 200, watch.Elapsed, output);
    }

    private IEnumerable<int> Listed() => Directory.Exists(_box.PathOf("/etc/many"))
        ? Directory.EnumerateFiles(_box.PathOf("/etc/many")).Select(static path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture))
        : [];
}
