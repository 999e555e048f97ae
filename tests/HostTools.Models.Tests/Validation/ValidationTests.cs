using System.Security.Cryptography;
using HostTools.Models.Scanning;
using HostTools.Models.Tests.Scanning;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Models.Tests.Validation;

/// <summary>Validators of models, each by what it lets through and what not.</summary>
public sealed class ValidationTests
{
    private static MemoryFiles Good => new MemoryFiles().Add("config.json", "{\"a\":1}").Add("model.safetensors", TensorFiles.Safetensors()).Add("LICENSE", "MIT");

    private static ValidationReport Run(MemoryFiles files, ValidationOptions options, Func<ValidationContext, ValidationContext>? with = null, IProcessRunner? processes = null)
    {
        var context = new ValidationContext(files, processes ?? new NoPrograms());
        return ModelValidator.RunAsync(ValidationPlan.Of(options), with?.Invoke(context) ?? context, default).GetAwaiter().GetResult();
    }

    private static ValidatorResult One(MemoryFiles files, string validator, Func<ValidationContext, ValidationContext>? with = null) =>
        Run(files, new ValidationOptions { Preset = "quick", Validators = [ValidatorSpec.Parse(validator)] }, with).Results[0];

    private static void Passes(MemoryFiles files, string validator) => Assert.Equal(ValidationVerdict.Passed, One(files, validator).Verdict);

    private static void Fails(MemoryFiles files, string validator, string words)
    {
        ValidatorResult result = One(files, validator);
        Assert.Equal(ValidationVerdict.Failed, result.Verdict);
        Assert.Contains(words, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pickles_are_refused_by_content_and_by_name()
    {
        Passes(Good, "no-pickle");
        Fails(Good.Add("sub/weights", Pickles.Plain), "no-pickle", "sub/weights");
        Fails(Good.Add("a.zip", ZipBuilder.Of(("x", Pickles.Plain))), "no-pickle", "a.zip");
        Fails(Good.Add("A.PKL", "words"), "noPickleFiles", "A.PKL");
        Fails(Good.Add("a.npy", ArchiveTests.Npy("|O", "(1,)", Pickles.Plain)), "noPickle", "a.npy");
    }

    [Fact]
    public void Weights_in_other_formats_are_refused_also_in_folders()
    {
        Passes(Good, "safetensors-only");
        Fails(Good.Add("deep/down/model.BIN", "x"), "safetensors-only", "model.BIN");
        Fails(Good.Add("model", TensorFiles.Model().Build(0)), "safetensors-only", "'model'");
        Assert.Equal(ValidationVerdict.NotApplicable, One(new MemoryFiles().Add("a", "x"), "safetensors-only").Verdict);
    }

    [Fact]
    public void Python_is_refused()
    {
        Passes(Good, "no-python-code");
        Fails(Good.Add("code", "import os\n\ndef f():\n    pass\n"), "no-python-code", "code");
        Fails(Good.Add("x.PyC", "words"), "no-python-code", "x.PyC");
    }

    [Fact]
    public void Files_and_sizes_are_counted()
    {
        Passes(Good, "required-files:config.json,*.safetensors");
        Fails(Good, "required-files:config.json,tokenizer.json", "tokenizer.json");
        Passes(Good, "max-size:10G");
        Fails(Good, "max-size:100", "100");
        Passes(Good, "file-types:safetensors,json,text");
        Fails(Good.Add("x", Pickles.Plain), "file-types:safetensors,json,text", "'x'");
        Fails(Good, "file-types:.json", "LICENSE");
        Passes(Good, "no-symlinks");
        Fails(new MemoryFiles().Add(new ScannedFile("l", 0) { LinkTarget = "/etc/passwd", IsLinkOutside = true }, []), "no-symlinks", "'l'");
        Passes(new MemoryFiles().Add(new ScannedFile("l", 1) { LinkTarget = "../../blobs/abc" }, [1]), "no-symlinks");
    }

    [Fact]
    public void Config_and_licence_are_read_where_they_are()
    {
        Passes(Good, "valid-config-json");
        Assert.Equal(ValidationVerdict.NotApplicable, One(new MemoryFiles().Add("a", "x"), "valid-config-json").Verdict);
        Fails(new MemoryFiles().Add("config.json", "{\"a\":\n1,}"), "valid-config-json", "line 2");
        Fails(new MemoryFiles().Add("config.json", "[1]"), "valid-config-json", "no object");
        Passes(Good, "license-check");
        Passes(new MemoryFiles().Add("README.md", "---\ntags: [x]\nlicense: apache-2.0\n---\n# M"), "license-check");
        Fails(new MemoryFiles().Add("README.md", "license: mit"), "license-check", "no licence");
    }

    [Fact]
    public void The_layout_of_a_cache_is_checked_in_the_repository()
    {
        using var folder = new TemporaryDirectory();
        const string Commit = "0123456789012345678901234567890123456789";
        Assert.Equal(ValidationVerdict.NotApplicable, One(Good, "valid-hf-structure").Verdict);
        Assert.Contains("blobs", Check().Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder["blobs"]);
        Directory.CreateDirectory(folder["refs/pr"]);
        Directory.CreateDirectory(folder[$"snapshots/{Commit}"]);
        File.WriteAllText(folder["refs/main"], Commit);
        File.WriteAllText(folder["refs/pr/1"], Commit);
        Assert.Equal(ValidationVerdict.Passed, Check().Verdict);
        File.WriteAllText(folder["refs/main"], Commit + "\n");
        Assert.Contains("refs/main", Check().Message, StringComparison.Ordinal);

        ValidatorResult Check() => One(Good, "valid-hf-structure", context => context with { Repository = Root.At(folder.Path) });
    }

    [Fact]
    public void Hashes_are_compared_with_those_that_were_locked()
    {
        var files = new MemoryFiles().Add("a", "text");
        string hash = Convert.ToHexStringLower(SHA256.HashData("text"u8));
        Assert.Equal(ValidationVerdict.NotAvailable, One(files, "checksums").Verdict);
        Assert.Equal(ValidationVerdict.Passed, Check(new() { ["a"] = hash }).Verdict);
        Assert.Contains("'a'", Check(new() { ["a"] = new string('0', 64) }).Message, StringComparison.Ordinal);
        Assert.Contains("'b'", Check(new() { ["a"] = hash, ["b"] = hash }).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Check([]).Message, StringComparison.Ordinal);

        ValidatorResult Check(Dictionary<string, string> hashes) => One(files, "checksums", context => context with { Sha256 = hashes });
    }

    [Fact]
    public void Signatures_are_verified_and_what_is_not_supported_is_said()
    {
        using var folder = new TemporaryDirectory();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(folder["key.pem"], key.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(folder["other.pem"], other.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(folder["ed.pem"], "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n");
        string manifest = string.Concat(new[] { ("LICENSE", "MIT"u8.ToArray()), ("config.json", "{\"a\":1}"u8.ToArray()), ("model.safetensors", TensorFiles.Safetensors()) }
            .Select(static file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Item2))}  {file.Item1}\n"));
        byte[] signature = key.SignData(System.Text.Encoding.UTF8.GetBytes(manifest), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        Assert.Equal(ValidationVerdict.NotAvailable, One(Good, "signature-verify").Verdict);
        Fails(Good, $"signature-verify:{folder["key.pem"]}", "no signature");
        Passes(Good.Add("model.sig", signature), $"signature-verify:{folder["key.pem"]}");
        Passes(Good.Add("model.sig", Convert.ToBase64String(signature)), $"signature-verify:{folder["other.pem"]},{folder["key.pem"]}");
        Fails(Good.Add("model.sig", signature), $"signature-verify:{folder["other.pem"]}", "none of the model");
        Fails(Good.Add("more", "x").Add("model.sig", signature), $"signature-verify:{folder["key.pem"]}", "none of the model");
        ValidatorResult result = One(Good.Add("model.sig", signature), $"signature-verify:{folder["ed.pem"]}");
        Assert.Equal(ValidationVerdict.NotAvailable, result.Verdict);
        Assert.Contains("Ed25519", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modelscan_is_asked_where_it_is_and_its_absence_is_said()
    {
        var options = new ValidationOptions { Preset = "quick", Validators = [new("modelscan")] };
        ValidationReport absent = Run(Good, options, static context => context with { Folder = "/model" });
        Assert.Equal(ValidationVerdict.NotAvailable, absent.Results[0].Verdict);
        Assert.Contains(absent.Warnings, static warning => warning.Contains("not installed", StringComparison.Ordinal));
        foreach ((int code, ValidationVerdict verdict) in new[] { (0, ValidationVerdict.Passed), (1, ValidationVerdict.Failed), (2, ValidationVerdict.NotAvailable), (3, ValidationVerdict.NotApplicable) })
            Assert.Equal(verdict, Run(Good, options, static context => context with { Folder = "/model" }, new Ends(code)).Results[0].Verdict);
    }

    [Fact]
    public void A_scan_refuses_what_is_dangerous_and_says_what_it_did_not_see()
    {
        ValidationReport bad = Run(Good.Add("x.bin", Pickles.Command), new ValidationOptions());
        Assert.False(bad.IsAccepted);
        HostError error = Assert.Single(Assert.Throws<HostToolsException>(() => bad.Require("org/name")).Errors);
        Assert.Equal("ModelRefused", error.Id);
        Assert.Contains("os.system", error.Message, StringComparison.Ordinal);

        MemoryFiles opaque = Good.Add("x.7z", Pickles.Of("7z\u00bc\u00af\u0027\u001c\0"));
        ValidationReport standard = Run(opaque, new ValidationOptions());
        Assert.True(standard.IsAccepted);
        Assert.Contains(standard.Warnings, static warning => warning.StartsWith("notScanned", StringComparison.Ordinal));
        Assert.False(Run(opaque, new ValidationOptions { Preset = "strict" }).IsAccepted);
        Assert.True(Run(Good, new ValidationOptions { Preset = "strict" }).IsAccepted);
    }

    private sealed class NoPrograms : IProcessRunner
    {
        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token) =>
            throw new HostToolsException(new HostError("ProgramNotFound", ErrorKind.NotFound, "There is no such program."));
    }

    private sealed class Ends(int code) : IProcessRunner
    {
        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token) => Task.FromResult(new ProcessResult(code, string.Empty, string.Empty));
    }
}
