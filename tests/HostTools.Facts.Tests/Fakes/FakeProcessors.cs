namespace HostTools.Facts.Tests;

/// <summary>Processors of real machines, as the kernel describes them.</summary>
public static class FakeProcessors
{
    /// <summary>Eight cores with threads c and c+8, one cache.</summary>
    public static void Ryzen7800X3D(FakeMachine machine)
    {
        for (int thread = 0; thread < 16; thread++)
            Thread(machine, thread, 0, thread % 8, $"{thread % 8},{thread % 8 + 8}", ("0-15", 98304), ($"{thread % 8},{thread % 8 + 8}", 1024));
    }

    /// <summary>Two groups of eight cores, of which one has more cache.</summary>
    public static void Ryzen7950X3D(FakeMachine machine)
    {
        for (int thread = 0; thread < 32; thread++)
        {
            int core = thread % 16;
            Thread(machine, thread, 0, core, $"{core},{core + 16}", core < 8 ? ("0-7,16-23", 98304) : ("8-15,24-31", 32768), ($"{core},{core + 16}", 1024), "0-31");
        }
    }

    /// <summary>Eight fast cores with two threads, eight frugal ones with one.</summary>
    public static void Core12900K(FakeMachine machine)
    {
        for (int thread = 0; thread < 24; thread++)
        {
            int first = thread < 16 ? thread & ~1 : thread;
            string siblings = thread < 16 ? $"{first}-{first + 1}" : $"{thread}";
            int cluster = 16 + (thread - 16) / 4 * 4;
            Thread(machine, thread, 0, thread < 16 ? thread / 2 * 4 : thread + 16, siblings, ("0-23", 30720), thread < 16 ? (siblings, 1280) : ($"{cluster}-{cluster + 3}", 2048));
        }

        machine.Write("sys/devices/cpu_core/cpus", "0-15\n");
        machine.Write("sys/devices/cpu_atom/cpus", "16-23\n");
    }

    /// <summary>Two sockets, each with its memory.</summary>
    public static void DualXeon(FakeMachine machine)
    {
        for (int thread = 0; thread < 32; thread++)
        {
            int core = thread % 16;
            Thread(machine, thread, core / 8, core % 8, $"{core},{core + 16}", core < 8 ? ("0-7,16-23", 20480) : ("8-15,24-31", 20480), ($"{core},{core + 16}", 256));
        }

        Node(machine, 0, "0-7,16-23");
        Node(machine, 1, "8-15,24-31");
    }

    public static void DualCore(FakeMachine machine)
    {
        for (int thread = 0; thread < 2; thread++)
            Thread(machine, thread, 0, thread, $"{thread}", ("0-1", 3072), ($"{thread}", 256));
    }

    private static void Thread(FakeMachine machine, int thread, int socket, int core, string siblings, (string Threads, int Size) last, (string Threads, int Size) second, string? package = null)
    {
        string folder = $"sys/devices/system/cpu/cpu{thread}";
        machine.Write($"{folder}/topology/core_id", $"{core}\n");
        machine.Write($"{folder}/topology/physical_package_id", $"{socket}\n");
        machine.Write($"{folder}/topology/core_cpus_list", siblings + "\n");
        machine.Write($"{folder}/topology/thread_siblings", Mask(siblings));
        machine.Write($"{folder}/topology/core_siblings", Mask(package ?? last.Threads));
        Cache(machine, folder, 0, 1, siblings, 32);
        Cache(machine, folder, 2, 2, second.Threads, second.Size);
        Cache(machine, folder, 3, 3, last.Threads, last.Size);
    }

    /// <summary>The form that older programs read.</summary>
    private static string Mask(string threads) => CpuList.Parse(threads)!.Aggregate(0UL, static (mask, thread) => mask | 1UL << thread).ToString("x", System.Globalization.CultureInfo.InvariantCulture) + "\n";

    private static void Cache(FakeMachine machine, string folder, int index, int level, string threads, int size)
    {
        machine.Write($"{folder}/cache/index{index}/level", $"{level}\n");
        machine.Write($"{folder}/cache/index{index}/size", $"{size}K\n");
        machine.Write($"{folder}/cache/index{index}/shared_cpu_list", threads + "\n");
    }

    private static void Node(FakeMachine machine, int number, string threads)
    {
        machine.Write($"sys/devices/system/node/node{number}/cpulist", threads + "\n");
        machine.Write($"sys/devices/system/node/node{number}/meminfo", $"Node {number} MemTotal:       32768000 kB\n");
        machine.Write($"sys/devices/system/node/node{number}/hugepages/hugepages-2048kB/nr_hugepages", "512\n");
        machine.Write($"sys/devices/system/node/node{number}/hugepages/hugepages-2048kB/free_hugepages", "500\n");
    }
}
