using HostTools.Models.Scanning;
using static HostTools.Models.Tests.Scanning.Pickles;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Pickles: what runs code is found, whatever it is dressed as; what only makes data is not.</summary>
public sealed class PickleTests
{
    public static TheoryData<string, string> Plain => new()
    {
        { "protocol 0", "(lp0\nS'a'\np1\naI1\na." },
        { "protocol 1", "]q\0(U\u0001aq\u0001K\u0001e." },
        { "protocol 4", Raw(Pickles.Plain) },
        { "protocol 5", "\u0080\u0005\u0095\u000c\0\0\0\0\0\0\0\u0096\u0002\0\0\0\0\0\0\0ab\u0094." },
        { "tensor", Raw(Tensor) },
        { "ordered dictionary", "\u0080\u0002ccollections\nOrderedDict\nq\0)Rq\u0001." },
        { "array of numbers", "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\u0001b\u0087R(K\u0001K\u0001\u0085cnumpy\ndtype\nX\u0002\0\0\0f8\u0089\u0088\u0087R(K\u0003X\u0001\0\0\0<NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089C\u0008\0\0\0\0\0\0\0\0tb." },
        { "random state", "\u0080\u0002cnumpy.random._pickle\n__randomstate_ctor\nX\u0007\0\0\0MT19937\u0085R." },
        { "layer of torch", "\u0080\u0002ctorch.nn.modules.linear\nLinear\n)\u0081}X\u0008\0\0\0trainingI01\nsb." },
        { "several", "\u0080\u0002K\u0001.\u0080\u0002K\u0002." },
    };

    public static TheoryData<string, string, string, string> Malicious => new()
    {
        { "a command", Raw(Command), "pickle.dangerous-global", "os.system" },
        { "a command in protocol 4", Raw(Command4), "pickle.dangerous-global", "posix.system" },
        { "INST", "(S'echo'\nios\nsystem\n.", "pickle.dangerous-global", "os.system" },
        { "OBJ", "(cos\nsystem\nS'echo'\no.", "pickle.dangerous-global", "os.system" },
        { "NEWOBJ", "\u0080\u0002csubprocess\nPopen\nX\u0002\0\0\0ls\u0085\u0081.", "pickle.dangerous-global", "subprocess.Popen" },
        { "NEWOBJ_EX", "\u0080\u0004" + Short("subprocess") + Short("Popen") + "\u0093)}\u0092.", "pickle.dangerous-global", "subprocess.Popen" },
        { "names from the memo", "Vos\np2\n0Vsystem\np3\n0Vtorch\np0\n0g2\ng3\n\u0093(Vecho\ntR.", "pickle.dangerous-global", "os.system" },
        { "names with escapes", "V\\u006fs\nVsyste\\u006d\n\u0093(Vecho\ntR.", "pickle.dangerous-global", "os.system" },
        { "a second pickle", "\u0080\u0002K\u0001." + Raw(Command4), "pickle.dangerous-global", "posix.system" },
        { "a broken end", "cos\nsystem\n(S'echo'\ntR", "pickle.dangerous-global", "os.system" },
        { "an error behind the call", "cos\nsystem\n(S'echo'\ntR0h\u0005K\u0001.", "pickle.dangerous-global", "os.system" },
        { "an attribute of what is allowed", "\u0080\u0004" + Short("collections") + Short("OrderedDict.get") + "\u0093)R.", "pickle.dotted-name", "OrderedDict.get" },
        { "a computed name", "\u0080\u0004cbuiltins\nstr\n(Vos\ntRVsystem\n\u0093(Vls\ntR.", "pickle.computed-global", "" },
        { "a call of what was made", "\u0080\u0004ccollections\nOrderedDict\n)R(Vls\ntR.", "pickle.computed-call", "" },
        { "BUILD on a class", "\u0080\u0002ccollections\nOrderedDict\n}X\u0001\0\0\0aK\u0001sb.", "pickle.build", "collections.OrderedDict" },
        { "a state that becomes a method", "\u0080\u0002ccollections\nOrderedDict\n)R}X\u000c\0\0\0__setstate__cbuiltins\nlist\nsb.", "pickle.build", "__setstate__" },
        { "a special key behind a thousand others", "\u0080\u0002ccollections\nOrderedDict\n)R}(" + string.Concat(Enumerable.Repeat("K\u0001K\u0002", 1000)) + "X\u0009\0\0\0__class__K\u0001ub.", "pickle.build", "__class__" },
        { "items put into a class", "\u0080\u0002ccollections\nOrderedDict\nK\u0001K\u0002s.", "pickle.build", "SETITEM" },
        { "an unknown class", "\u0080\u0002cmymodel\nNet\n)\u0081.", "pickle.call", "mymodel.Net" },
        { "an unknown import", "\u0080\u0002cmymodel\nNET\n.", "pickle.global", "mymodel.NET" },
        { "bytes for torch that have a command", "\u0080\u0004ctorch.storage\n_load_from_bytes\n" + Counted(Command) + "\u0085R.", "pickle.dangerous-global", "os.system" },
        { "layers with a module in between", "\u0080\u0002ctorch.nn.modules.module\nfunctools.reduce\n.", "pickle.dotted-name", "functools.reduce" },
    };

    /// <summary>The kinds of attack that scanners with a list of forbidden names let through.</summary>
    public static TheoryData<string, string, string> Missed => new()
    {
        { "__import__", Raw(Call("builtins", "__import__", "os")), "pickle.dangerous-global" },
        { "import_module", Raw(Call("importlib", "import_module", "os")), "pickle.dangerous-global" },
        { "marshal", Raw(Call("marshal", "loads")), "pickle.dangerous-global" },
        { "codecs.open", Raw(Call("codecs", "open", "/etc/passwd")), "pickle.dangerous-global" },
        { "builtins of numpy", "\u0080\u0004cbuiltins\ndict.get\ncnumpy\n__builtins__\nVexec\n\u0086R.", "pickle.dotted-name" },
        { "modules of numpy", "\u0080\u0004" + Short("numpy.core._internal") + Short("sys.modules") + "\u0093.", "pickle.dotted-name" },
        { "exec_command", Raw(Call("numpy.distutils.exec_command", "exec_command", "id")), "pickle.call" },
        { "spawnv_passfds", Raw(Call("multiprocessing.util", "spawnv_passfds", "/bin/sh")), "pickle.dangerous-global" },
        { "torch.hub.load", Raw(Call("torch.hub", "load", "evil/repo")), "pickle.call" },
        { "an extension", "\u0080\u0002\u0082\u0001)R.", "pickle.extension" },
        { "a persistent id", "\u0080\u0002X\u0004\0\0\0evilQ.", "pickle.persistent-id" },
        { "garbage in front", "\0\0garbage\u00ff" + Raw(Command4), "pickle.hidden" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public void Data_is_clean(string what, string pickle)
    {
        _ = what;
        Scanned.Bytes(Of(pickle)).IsClean("pickle");
    }

    [Theory]
    [MemberData(nameof(Malicious))]
    public void Code_is_found(string what, string pickle, string rule, string words)
    {
        _ = what;
        FileReport report = Scanned.Bytes(Of(pickle));
        report.Found(rule, words);
        Assert.Equal(ScanState.Findings, report.State);
    }

    [Theory]
    [MemberData(nameof(Missed))]
    public void What_lists_of_forbidden_names_miss_is_found(string what, string pickle, string rule)
    {
        _ = what;
        Scanned.Bytes(Of(pickle)).Found(rule);
    }

    [Theory]
    [InlineData("cos\nsystem\n(S'id'\ntR.")]
    [InlineData("(S'id'\nios\nsystem\n.")]
    [InlineData("\u008C\u0005posix\u008C\u0006system\u0093\u008C\u0002id\u0085R.")]
    [InlineData("X\u0005\0\0\0posixX\u0006\0\0\0system\u0093X\u0002\0\0\0id\u0085R.")]
    [InlineData("Vos\nVsystem\n\u0093Vid\n\u0085R.")]
    public void Pickles_without_a_beginning_are_found_behind_other_data(string pickle)
    {
        byte[] filler = new byte[100_000];
        new Random(1).NextBytes(filler);
        Scanned.Bytes([.. "\u0001\u0002"u8, .. filler, .. Of(pickle)]).Found("pickle.hidden");
        Scanned.Bytes([.. "Some words first.\n"u8, .. Of(pickle)]).Found("pickle.hidden");
    }

    [Fact]
    public void Words_are_no_pickles()
    {
        string[] words = ["cat", "dog", "code", "class", "it", "is", "build", "say", "Very", "(Version", "cos", "import", "i", "Read", "try", "(see", "Rest"];
        var random = new Random(7);
        Scanned.Text(string.Join('\n', Enumerable.Range(0, 100_000).Select(_ => words[random.Next(words.Length)]))).IsClean("text");
    }

    [Fact]
    public void Random_bytes_are_no_pickles_and_not_clean()
    {
        byte[] bytes = new byte[8 << 20];
        new Random(3).NextBytes(bytes);
        FileReport report = Scanned.Bytes(bytes);
        Assert.Empty(report.Findings);
        Assert.Equal(ScanState.NotScanned, report.State);
    }

    [Fact]
    public void A_broken_pickle_is_not_clean() => Scanned.Bytes(Pickles.Plain[..^6]).IsNotScanned("breaks");

    [Fact]
    public void Old_files_of_torch_are_clean_with_the_numbers_behind_their_pickles()
    {
        byte[] numbers = new byte[200_000];
        new Random(5).NextBytes(numbers);
        Scanned.Bytes([.. Of("\u0080\u0002\u008a\u000al\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003.\u0080\u0002}q\0."), .. Tensor, .. Of("\u0080\u0002]q\0X\u0001\0\0\0" + "0q\u0001a."), .. numbers]).IsClean("pickle");
    }

    [Fact]
    public void Arrays_of_joblib_are_walked_over_and_arrays_of_objects_walked_into()
    {
        const string Head = "\u0080\u0004cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\u0081}(X\u0005\0\0\0shapeK\u0002\u0085X\u0005\0\0\0dtypecnumpy\ndtype\nX\u0002\0\0\0";
        string numbers = Head + "f8\u0089\u0088\u0087RX\u001b\0\0\0numpy_array_alignment_bytesK\u0010ub\u0003\u00ff\u00ff\u00ffcos\nsystem\n12345.";
        Scanned.Bytes(Of(numbers)).IsClean("pickle");
        Scanned.Bytes(Of(Head + "O8\u0089\u0088\u0087Rub" + Raw(Command) + ".")).Found("pickle.dangerous-global", "os.system");
    }

    [Fact]
    public void Limits_are_said()
    {
        Scanned.Bytes(Of("\u0080\u0002" + new string('N', 5000) + "."), new ScanLimits { Stack = 1000 }).IsNotScanned("too many values");
        Scanned.Bytes(Of("\u0080\u0002" + string.Concat(Enumerable.Repeat("N0", 5000)) + "N."), new ScanLimits { Opcodes = 1000 }).IsNotScanned("too many opcodes");
        Scanned.Bytes(Of("\u0080\u0004" + string.Concat(Enumerable.Repeat("N\u0094" + "0", 5000)) + "N."), new ScanLimits { Memo = 1000 }).IsNotScanned("memo");
    }

    [Fact]
    public void Evidence_is_short_printable_and_without_tokens()
    {
        Finding finding = Scanned.Bytes(Call("os", "system", "hf_abcdefghijklmnopqrstuvwxyz0123 \u0001" + new string('x', 80))).Found("pickle.dangerous-global");
        Assert.DoesNotContain("hf_abc", finding.Evidence, StringComparison.Ordinal);
        Assert.True(finding.Evidence.Length <= 120);
        Assert.DoesNotContain(finding.Evidence, char.IsControl);
    }
}
