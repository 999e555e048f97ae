using System.Runtime.InteropServices;

namespace HostTools.Activation.Tests;

/// <summary>The user of a home who, while root applies into it, swaps directories and files for links that lead out, until nobody reads what he says.</summary>
internal static partial class Racer
{
    /// <summary>What is swapped in the home, and for which link.</summary>
    public static IReadOnlyList<(string Path, string Link)> Swaps { get; } =
    [
        (".config", "../../etc"), (".config/app", "/etc"), (".rc", "../../etc/shadow"), (".local/state", "/srv"), (".local/state/hosttools/store", "/srv/store"), ("deep/er", "/etc/cron.d"),
    ];

    public static int Run(string home, int seed)
    {
        var random = new Random(seed);
        int swaps = 0;
        foreach ((string path, string link) in Swaps)
            File.CreateSymbolicLink(Path.Join(home, ".swap-" + path.Replace('/', '-')), link);
        Console.WriteLine("ready");
        Task end = Task.Run(static () => Obey());
        while (!end.IsCompleted)
        {
            if (s_rests.WaitOne(0))
            {
                Console.WriteLine("resting");
                s_goes.WaitOne();
            }

            (string path, _) = Swaps[random.Next(Swaps.Count)];
            string there = Path.Join(home, path), link = Path.Join(home, ".swap-" + path.Replace('/', '-'));
            // There and back; what was made under the one name in between is not lost, it is only in the wrong place.
            if (Exchange(-100, there, -100, link, 2) != 0)
                continue;
            if (random.Next(3) == 0)
                Thread.Sleep(random.Next(3));
            while (Exchange(-100, there, -100, link, 2) != 0 && !end.IsCompleted)
                Thread.Yield();
            swaps++;
            // Some applies come through, or only the first steps would be seen.
            if (random.Next(6) == 0)
                Thread.Sleep(random.Next(80));
        }

        Console.WriteLine(swaps);
        return 0;
    }

    private static readonly AutoResetEvent s_rests = new(false), s_goes = new(false);

    /// <summary>Rests at <c>r</c>, with everything in its place, goes on at <c>g</c>, and ends with what it reads.</summary>
    private static void Obey()
    {
        for (int said = Console.Read(); said >= 0; said = Console.Read())
        {
            if (said is 'r')
                s_rests.Set();
            else if (said is 'g')
                s_goes.Set();
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Exchange(int fromDirectory, string from, int toDirectory, string to, uint flags);
}
