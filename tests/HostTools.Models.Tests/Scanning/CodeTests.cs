using System.Text;
using System.Text.Json;
using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Templates, configuration, code and files as such.</summary>
public sealed class CodeTests
{
    /// <summary>What templates of real models do.</summary>
    public static TheoryData<string> Templates =>
    [
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
        "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{% set ns = namespace(found=false) %}{{ message.content | trim }}{% endfor %}",
        "{%- macro render(tool) -%}{{ tool | tojson(indent=4) }}{%- endmacro -%}{%- set date = strftime_now('%d %b %Y') -%}{%- for t in tools[1:] if t is defined -%}{{ render(t) }}{%- endfor -%}{{- messages[0].content.split('</think>')[-1].lstrip('\\n') -}}",
        "{# see https://example.org/template for __class__ #}{% if tools is not none %}{{ 'system' }}{% endif %}{% for i in range(10) %}{{ i }}{% endfor %}",
    ];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Templates_of_real_models_are_clean(string template)
    {
        Scanned.Text(template).IsClean("template");
        Scanned.Text(JsonSerializer.Serialize(new { chat_template = template, model_max_length = 4096 })).IsClean("json");
    }

    [Theory]
    [InlineData("{{ ''.__class__.__base__.__subclasses__() }}", "template.escape")]
    [InlineData("{% for x in ().__class__.__base__.__subclasses__() %}{% if 'warning' in x.__name__ %}{{ x()._module.__builtins__['__import__']('os').popen('id').read() }}{% endif %}{% endfor %}", "template.escape")]
    [InlineData("{{ messages | attr('__cl' ~ 'ass__') }}", "template.escape")]
    [InlineData("{{ messages['\\x5f\\x5fclass\\x5f\\x5f'] }}", "template.escape")]
    [InlineData("{{ messages['\\u005f\\u005fclass\\u005f\\u005f'] }}", "template.escape")]
    [InlineData("{{ messages['_' + '_class_' + '_'] }}", "template.escape")]
    [InlineData("{{ lipsum.x }}", "template.escape")]
    [InlineData("{{ cycler.init }}", "template.escape")]
    [InlineData("{{ self._TemplateReference__context }}", "template.escape")]
    [InlineData("{{ x.gi_frame.f_globals }}", "template.escape")]
    [InlineData("{{ '{0.x}'.format_map(messages) }}", "template.escape")]
    [InlineData("{% include '/etc/passwd' %}", "template.include")]
    [InlineData("{%- import 'other' as o -%}", "template.include")]
    [InlineData("{{ 'http://evil.example/x' }}", "template.payload")]
    [InlineData("{% for i in range(999999999999) %}x{% endfor %}", "template.endless")]
    [InlineData("{% for i in range(0, 100000 * 100000) %}x{% endfor %}", "template.endless")]
    public void Ways_out_of_a_template_are_found(string template, string rule)
    {
        Scanned.Text(template).Found(rule);
        Scanned.Text(JsonSerializer.Serialize(new { a = 1, chat_template = new[] { new { name = "default", template } } })).Found(rule);
        Scanned.Bytes(TensorFiles.Model().Text("tokenizer.chat_template.rag", template).Build(0)).Found(rule);
    }

    [Fact]
    public void Code_that_a_configuration_loads_is_found()
    {
        Scanned.Text("""{"architectures":["X"],"auto_map":{"AutoModel":"modeling_x.XModel"}}""").Found("config.remote-code", "auto_map");
        Scanned.Text("""{"trust_remote_code":true}""").Found("config.remote-code");
        Scanned.Text("""{"chat_template":"a","chat_template":"b"}""").Found("config.duplicate-key");
        Scanned.Text("""{"a":1,""").IsNotScanned("damaged");
        Scanned.Text("{\"a\":1}\n{\"a\":2}\n").IsClean("json");
    }

    [Fact]
    public void Code_is_recognised_by_its_content()
    {
        const string Python = "import os\nimport torch\n\nclass Model:\n    def forward(self, x):\n        os.system('id')\n        return x\n";
        FileReport report = Scanned.Text(Python);
        Assert.Equal("python", report.Kind);
        Assert.Equal("os.system('id')", report.Found("python.dangerous-call", "os.system").Evidence);
        Scanned.Bytes([0xCB, 0x0D, 0x0D, 0x0A, .. new byte[64]]).Found("python.bytecode");
        Scanned.Text("#!/bin/sh\nrm -rf /\n").Found("file.script");
        Scanned.Bytes([0x7F, .. "ELF"u8, .. new byte[100]]).Found("file.program", "elf");
        byte[] windows = new byte[256];
        "MZ"u8.CopyTo(windows);
        windows[60] = 128;
        "PE\0\0"u8.CopyTo(windows.AsSpan(128));
        Scanned.Bytes(windows).Found("file.program", "pe");
        Scanned.Text("# A model\n\nIt is good. Load it with:\n\n```python\nfrom x import y\n```\n").IsClean("text");
        Scanned.Text("# A model\n\nIts template begins so:\n\n```jinja\n{% include 'x' %}\n{{ x.__class__ }}\n```\n").IsClean("text");
        Scanned.Text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n").IsNotScanned("LFS");
    }

    [Fact]
    public void Tokens_are_found_and_never_shown()
    {
        Finding finding = Scanned.Text("{\"token\": \"hf_abcdefghijklmnopqrstuvwxyz\"}").Found("file.secret");
        Assert.DoesNotContain("hf_abc", finding.ToString() + finding.Evidence, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Folders_are_read_without_leaving_them()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a right of their own on Windows");
        string folder = Directory.CreateTempSubdirectory("hosttools-scan-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "repo/blobs"));
            string snapshot = Directory.CreateDirectory(Path.Combine(folder, "repo/snapshots/main/sub")).Parent!.FullName;
            File.WriteAllBytes(Path.Combine(folder, "repo/blobs/abc"), Pickles.Command);
            File.WriteAllText(Path.Combine(folder, "outside"), "{}");
            File.CreateSymbolicLink(Path.Combine(snapshot, "sub/data.pkl"), "../../../blobs/abc");
            File.CreateSymbolicLink(Path.Combine(snapshot, "escape"), "../../../outside");
            File.CreateSymbolicLink(Path.Combine(snapshot, "absolute"), "/etc/passwd");
            File.CreateSymbolicLink(Path.Combine(snapshot, "dangling"), "nothing");
            File.WriteAllText(Path.Combine(snapshot, "run"), "text");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path.Combine(snapshot, "run"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

            ScanReport report = new ModelScanner().Scan(new FolderFiles(Root.At(Path.Combine(folder, "repo")), "/snapshots/main"), default);
            Assert.Equal(["absolute", "dangling", "escape", "run", "sub/data.pkl"], report.Files.Select(static file => file.File));
            foreach (FileReport file in report.Files.Take(3))
                file.Found("file.link-outside");
            report.Files[3].Found("file.executable");
            report.Files[4].Found("pickle.dangerous-global");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Reports_become_sarif()
    {
        ScanReport report = Scanned.Model(new MemoryFiles().Add("a b.pkl", Pickles.Command).Add("b.7z", Pickles.Of("7z\u00bc\u00af\u0027\u001c\0")));
        var memory = new MemoryStream();
        SarifWriter.Write([new ModelFindings("tiny", [.. report.Findings, .. report.Gaps])], ScanRules.All, "1.2.3", memory);
        JsonElement run = JsonDocument.Parse(memory.ToArray()).RootElement.GetProperty("runs")[0];
        Assert.Equal("2.1.0", JsonDocument.Parse(memory.ToArray()).RootElement.GetProperty("version").GetString());
        JsonElement result = run.GetProperty("results")[0];
        Assert.Equal("pickle.dangerous-global", result.GetProperty("ruleId").GetString());
        Assert.Equal("error", result.GetProperty("level").GetString());
        JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("a%20b.pkl", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(27, place.GetProperty("region").GetProperty("byteOffset").GetInt32());
        JsonElement invocation = run.GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal("b.7z", invocation.GetProperty("toolExecutionNotifications")[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.All(run.GetProperty("results").EnumerateArray(), finding => Assert.Contains(finding.GetProperty("ruleId").GetString(), ScanRules.All.Select(static rule => rule.Id)));
    }

    [Fact]
    public void Rules_have_words_and_different_names()
    {
        Assert.Equal(ScanRules.All.Count, ScanRules.All.Select(static rule => rule.Id).Distinct().Count());
        Assert.All(ScanRules.All, static rule => Assert.True(rule.Summary.EndsWith('.') && rule.Fix.EndsWith('.'), rule.Id));
    }

    [Fact]
    public void An_empty_model_was_not_scanned() => Assert.Equal(ScanState.NotScanned, Scanned.Model(new MemoryFiles()).State);

    [Fact]
    public void Names_decide_nothing()
    {
        foreach (string name in new[] { "model.safetensors", "notes.txt", "picture.png", "config.json" })
            Assert.Contains(Scanned.Model(new MemoryFiles().Add(name, Pickles.Command)).Findings, static finding => finding.Rule == "pickle.dangerous-global");
        Assert.Equal(ScanState.Clean, Scanned.Model(new MemoryFiles().Add("evil.pkl", Encoding.UTF8.GetBytes("just words"))).State);
    }
}
