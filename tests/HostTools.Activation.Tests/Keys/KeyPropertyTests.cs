using System.Diagnostics;
using System.Text;
using System.Text.Json;
using HostTools.Activation.Keys;
using HostTools.Activation.Resources;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests.Keys;

/// <summary>Random files with random keys: other programs read exactly the declared keys changed, and taking back leaves no trace.</summary>
public sealed class KeyPropertyTests(ITestOutputHelper output)
{
    private const string Reader = """
        import configparser, io, json, re, sys
        def plain(v):
            return {str(k): plain(x) for k, x in v.items()} if isinstance(v, dict) else [plain(x) for x in v] if isinstance(v, list) else v
        def read(format, text):
            text = text.lstrip('\ufeff')
            if format == 'Toml':
                import tomllib
                return tomllib.loads(text)
            if format == 'Yaml':
                import yaml
                return yaml.safe_load(text) or {}
            if format == 'Json':
                return json.loads(text)
            parser = configparser.RawConfigParser(strict=True, allow_no_value=True, interpolation=None, default_section='\x01')
            parser.optionxform = str
            parser.read_string('[\x00]\n' + text)
            result = dict(parser['\x00'])
            result.update({s: dict(parser[s]) for s in parser.sections() if s != '\x00'})
            return result
        for line in sys.stdin:
            format, text = json.loads(line)
            try:
                print(json.dumps(plain(read(format, text))))
            except Exception as cause:
                print(json.dumps({'error': repr(cause)}))
        """;

    [Theory]
    [InlineData(KeyFormat.Json)]
    [InlineData(KeyFormat.Yaml)]
    [InlineData(KeyFormat.Toml)]
    [InlineData(KeyFormat.Ini)]
    [InlineData(KeyFormat.KeyValue)]
    public void Taking_back_gives_the_bytes_back(KeyFormat format)
    {
        int refused = 0;
        IReadOnlyList<int> runs = Depth.Slice([.. Enumerable.Range(0, 20000)], 400, $"keys of {format}", output);
        foreach (int run in runs)
        {
            (string before, KeyMap first, KeyMap second) = Case(format, run);
            byte[] original = Encoding.UTF8.GetBytes(before);
            KeyChange one = KeyChange.Of(format, first, original, null, "/f");
            if (one.Problem is not null)
            {
                Assert.Null(one.After);
                refused++;
                continue;
            }

            string what = $"{run}\n{before}\n---\n{JsonStyle.Compact(first)}\n---\n{KeyTable.Text(one.After)}";
            KeyChange two = KeyChange.Of(format, second, one.After, new KeyRecord(first, true, one.Base), "/f");
            KeyChange fresh = KeyChange.Of(format, second, original, null, "/f");
            bool isSame = KeyData.Same(first, second, hasIntegers: true); // 1.50 is not written anew as 1.5.
            Assert.True(isSame || (two.Problem == fresh.Problem && KeyTable.Text(two.After) == KeyTable.Text(fresh.After)), $"{what}\nthen {JsonStyle.Compact(second)}: {two.Problem}\n{KeyTable.Text(two.After)}\n{fresh.Problem}\n{KeyTable.Text(fresh.After)}");
            Assert.True(before == KeyTable.Text(KeyChange.Of(format, null, one.After, new KeyRecord(first, true, one.Base), "/f").After), what);

            // After a change by hand each key is taken back by itself: the meaning is what it was.
            KeyChange back = KeyChange.Of(format, null, one.After, new KeyRecord(first, false, one.Base), "/f");
            Assert.True(back.Problem is null && KeyData.Same(KeyTable.Read(format, before), KeyTable.Read(format, KeyTable.Text(back.After)), hasIntegers: true), $"{what}\nback: {back.Problem}\n{KeyTable.Text(back.After)}");
        }

        output.WriteLine($"{format}: {runs.Count - refused} changed, {refused} refused");
        Assert.True(refused < runs.Count / 20, $"{refused} refused");
    }

    [Theory]
    [InlineData(KeyFormat.Json)]
    [InlineData(KeyFormat.Yaml)]
    [InlineData(KeyFormat.Toml)]
    [InlineData(KeyFormat.Ini)]
    [InlineData(KeyFormat.KeyValue)]
    public void Damaged_files_are_refused_in_words_or_changed_back_to_the_byte(KeyFormat format)
    {
        foreach (int run in Depth.Slice([.. Enumerable.Range(0, 40000)], 2000, $"damaged {format}", output))
        {
            (string before, KeyMap keys, _) = Case(format, run);
            before = Damage(before, run);
            if (before.Any(char.IsSurrogate))
                continue;
            byte[] original = Encoding.UTF8.GetBytes(before);
            try
            {
                KeyChange change = KeyChange.Of(format, keys, original, null, "/f");
                if (change.Problem is null)
                    Assert.Equal(before, KeyTable.Text(KeyChange.Of(format, null, change.After, new KeyRecord(keys, true, change.Base), "/f").After));
                else
                    Assert.StartsWith("it cannot be read or changed as ", change.Problem, StringComparison.Ordinal);
            }
            catch (Exception cause) when (cause is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{run}\n{before}\n---\n{JsonStyle.Compact(keys)}\n---\n{cause}");
            }
        }
    }

    [SkippableTheory]
    [InlineData(KeyFormat.Json)]
    [InlineData(KeyFormat.Yaml)]
    [InlineData(KeyFormat.Toml)]
    [InlineData(KeyFormat.Ini)]
    public void Other_programs_read_the_declared_keys_and_nothing_else_changed(KeyFormat format)
    {
        var cases = new List<(string What, string Before, KeyMap Keys, string After)>();
        foreach (int run in Enumerable.Range(0, Depth.IsFull ? 20000 : 400))
        {
            (string before, KeyMap keys, _) = Case(format, run);
            // Of files that are damaged and still mean something the same must hold.
            if (run % 2 == 1 && !before.Any(char.IsSurrogate))
                before = Damage(before, run);
            if (KeyTable.Text(KeyChange.Of(format, keys, Encoding.UTF8.GetBytes(before), null, "/f").After) is var after and not "(no file)")
                cases.Add(($"{run}\n{before}\n---\n{JsonStyle.Compact(keys)}\n---\n{after}", before, keys, after));
        }

        List<KeyMap> read = Read(format, [.. cases.SelectMany(static item => new[] { item.Before, item.After })]);
        Assert.Equal(2 * cases.Count, read.Count);
        int unread = 0;
        for (int i = 0; i < cases.Count; i++)
        {
            if (read[2 * i].TryGet("error", out _))
            {
                unread++;
                continue;
            }

            KeyMap expected = Merged(read[2 * i], cases[i].Keys, isText: format is KeyFormat.Ini);
            Assert.True(KeyData.Same(expected, read[(2 * i) + 1], hasIntegers: false),
                $"{cases[i].What}\nread:\n{JsonStyle.Compact(read[(2 * i) + 1])}\nexpected:\n{JsonStyle.Compact(expected)}");
        }

        output.WriteLine($"{format}: {cases.Count} changed, {unread} of them damaged for the other program alone");
        Assert.True(unread < cases.Count / 10, $"{unread} of {cases.Count} are refused by the other program and not by us");
    }

    private static string Damage(string text, int run)
    {
        const string signs = "{}[]\"':,#=-&*!|>%@`\\\n\r\t ?~/<;.x0\uFEFF\u2028";
        var random = new Random(run);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            text = random.Next(4) switch
            {
                0 => text[..at],
                1 when at < text.Length => text.Remove(at, random.Next(1, Math.Min(6, text.Length - at) + 1)),
                2 when at < text.Length => text[..at] + signs[random.Next(signs.Length)] + text[(at + 1)..],
                _ => text.Insert(at, signs[random.Next(signs.Length)].ToString()),
            };
        }

        return text;
    }

    private static (string Before, KeyMap First, KeyMap Second) Case(KeyFormat format, int run)
    {
        var random = new Random(Depth.Seed + run);
        var writer = new KeyWriter(random, format);
        string before = writer.Write(writer.Map(0, withNulls: false));
        return (before, writer.Map(0, withNulls: true), writer.Map(0, withNulls: true));
    }

    /// <summary>What a reader shall find: written here anew, so that no mistake of the merge is repeated.</summary>
    private static KeyMap Merged(KeyMap map, KeyMap keys, bool isText)
    {
        var result = new KeyMap();
        foreach ((string key, object? value) in map.Pairs)
        {
            if (!keys.TryGet(key, out object? wanted))
                result.Set(key, value);
            else if (IsNulls(wanted) && value is not KeyMap && wanted is not null)
                result.Set(key, value);
            else if (wanted is KeyMap inner)
                result.Set(key, Merged(value as KeyMap ?? new KeyMap(), inner, isText));
            else if (wanted is not null)
                result.Set(key, isText ? wanted as string ?? JsonStyle.Compact(wanted) : wanted);
        }

        foreach ((string key, object? wanted) in keys.Pairs.Where(pair => !IsNulls(pair.Value) && !map.TryGet(pair.Key, out _)))
            result.Set(key, wanted is KeyMap inner ? Merged(new KeyMap(), inner, isText) : isText ? wanted as string ?? JsonStyle.Compact(wanted) : wanted);
        return result;
    }

    private static bool IsNulls(object? value) => value is null || (value is KeyMap { Count: > 0 } map && map.Pairs.All(static pair => IsNulls(pair.Value)));

    private static List<KeyMap> Read(KeyFormat format, IReadOnlyList<string> texts)
    {
        if (format is KeyFormat.Json)
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return [.. texts.Select(text => KeyTable.Map(ReadJson(text.TrimStart('\uFEFF'), options)))];
        }

        string script = Path.Join(Path.GetTempPath(), $"hosttools-{Guid.NewGuid():N}.py");
        File.WriteAllText(script, Reader);
        try
        {
            using Process python = Start(script);
            Task<string> said = python.StandardOutput.ReadToEndAsync();
            foreach (string text in texts)
                python.StandardInput.WriteLine(JsonSerializer.Serialize(new[] { format.ToString(), text }));
            python.StandardInput.Close();
            string[] lines = said.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Skip.If(lines.Length > 0 && lines[0].Contains("ModuleNotFoundError", StringComparison.Ordinal), "python3 has no reader of it here");
            return [.. lines.Select(KeyTable.Map)];
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string ReadJson(string text, JsonDocumentOptions options)
    {
        try
        {
            return text.Trim().Length == 0 ? "{}" : JsonSerializer.Serialize(JsonDocument.Parse(text, options).RootElement);
        }
        catch (JsonException)
        {
            return """{"error":"it is no JSON"}""";
        }
    }

    private static Process Start(string script)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", [script])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8,
                Environment = { ["PYTHONIOENCODING"] = "utf-8" },
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "python3 is not installed here");
            throw;
        }
    }
}
