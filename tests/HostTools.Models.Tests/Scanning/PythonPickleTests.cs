using System.Diagnostics;

namespace HostTools.Models.Tests.Scanning;

/// <summary>What Python itself writes, in every protocol; the same by hand is in <see cref="PickleTests"/>.</summary>
public sealed class PythonPickleTests
{
    private const string Program = """
        import collections, datetime, decimal, fractions, io, os, pickle, sys, uuid, zipfile
        class Command:
            def __reduce__(self):
                return os.system, ("true",)
        shared = ["shared"] * 3
        loop = []
        loop.append(loop)
        values = [None, True, 0, -1, 255, 65536, -2**31, 2**63, -2**63, 2**200, 1.5, float("inf"), float("nan"), "", "ä\n\\x", "x" * 300, b"", b"\x00\xff" * 200, bytearray(b"ab"),
            (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], list(range(3000)), {}, {i: str(i) for i in range(3000)}, set("ab"), frozenset([1]), [shared, shared], loop,
            collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]), collections.Counter("aab"), collections.deque([1]), datetime.datetime(2020, 1, 2), datetime.timedelta(1),
            decimal.Decimal("1.5"), fractions.Fraction(1, 3), complex(1, 2), range(5), slice(1, 2), {"__doc__": "a key that no object gets"}]
        folder = sys.argv[1]
        for protocol in range(6):
            for number, value in enumerate(values):
                open(f"{folder}/good-{protocol}-{number}", "wb").write(pickle.dumps(value, protocol))
            bad = pickle.dumps([1, {"a": Command()}], protocol)
            open(f"{folder}/bad-{protocol}", "wb").write(bad)
            for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                with zipfile.ZipFile(f"{folder}/bad-{protocol}-{method}.zip", "w", method) as archive:
                    archive.writestr("archive/data.pkl", bad)
        """;

    [SkippableFact]
    public void What_Python_writes_is_understood_in_every_protocol()
    {
        Skip.IfNot(File.Exists("/usr/bin/python3"), "python3 is not installed here");
        using var folder = new TemporaryDirectory();
        using (Process python = Process.Start("/usr/bin/python3", ["-c", Program, folder.Path]))
        {
            python.WaitForExit();
            Assert.Equal(0, python.ExitCode);
        }

        var files = new MemoryFiles();
        foreach (string path in Directory.GetFiles(folder.Path))
            files.Add(Path.GetFileName(path), File.ReadAllBytes(path));
        Assert.Equal(6 * 47, files.Files.Count);
        Assert.All(Scanned.Model(files).Files, static file =>
        {
            if (file.File.StartsWith("good", StringComparison.Ordinal))
                file.IsClean("pickle");
            else
                file.Found("pickle.dangerous-global", "system");
        });
    }
}
