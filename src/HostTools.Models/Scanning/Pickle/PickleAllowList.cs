using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace HostTools.Models.Scanning.Pickle;

/// <summary>
/// Names that a pickle may import: what writers of tensors and of plain data use, and whose call only makes data. Everything else is
/// reported; a list of forbidden names can always be walked around.
/// </summary>
internal static partial class PickleAllowList
{
    private static readonly FrozenSet<string> s_names = Expand(
        "builtins", "__builtin__").With(
        "set frozenset list dict tuple int float complex bool str bytes bytearray slice range object long unicode xrange Ellipsis NotImplemented")
        .And("collections", "OrderedDict defaultdict Counter deque")
        .And("copyreg", "_reconstructor").And("copy_reg", "_reconstructor")
        .And("_codecs", "encode")
        .And("datetime", "datetime date time timedelta timezone").And("decimal", "Decimal").And("fractions", "Fraction").And("uuid", "UUID")
        .And("pathlib", "Path PosixPath WindowsPath PurePath PurePosixPath PureWindowsPath").And("pathlib._local", "PosixPath WindowsPath PurePosixPath PureWindowsPath")
        .And("argparse", "Namespace").And("types", "SimpleNamespace")
        .And("torch", "Size device Tensor ByteStorage CharStorage ShortStorage IntStorage LongStorage HalfStorage BFloat16Storage FloatStorage DoubleStorage BoolStorage " +
            "ComplexFloatStorage ComplexDoubleStorage QUInt8Storage QInt8Storage QInt32Storage QUInt4x2Storage QUInt2x4Storage UntypedStorage " +
            "FloatTensor DoubleTensor HalfTensor BFloat16Tensor ByteTensor CharTensor ShortTensor IntTensor LongTensor BoolTensor " +
            "float16 float32 float64 bfloat16 half float double uint8 uint16 uint32 uint64 int8 int16 int32 int64 short int long bool complex32 complex64 complex128 " +
            "float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu float4_e2m1fn_x2 quint8 qint8 qint32 quint4x2 quint2x4 " +
            "strided sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc per_tensor_affine per_channel_affine per_tensor_symmetric per_channel_symmetric " +
            "contiguous_format channels_last channels_last_3d preserve_format")
        .And("torch.cuda", "FloatStorage DoubleStorage HalfStorage ByteStorage CharStorage ShortStorage IntStorage LongStorage BoolStorage BFloat16Storage FloatTensor HalfTensor LongTensor")
        .And("torch.storage", "UntypedStorage TypedStorage _UntypedStorage _TypedStorage _load_from_bytes")
        .And("torch._utils", "_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor _rebuild_sparse_tensor " +
            "_rebuild_meta_tensor_no_storage _rebuild_nested_tensor _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor _rebuild_sparse_csr_tensor")
        .And("torch._tensor", "_rebuild_from_type_v2").And("torch.nn.parameter", "Parameter Buffer UninitializedParameter UninitializedBuffer")
        .And("torch.serialization", "_get_layout").And("torch.distributed._shard.metadata", "ShardMetadata")
        .And("numpy", "ndarray dtype matrix recarray record bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 float128 longdouble complex64 complex128 " +
            "str_ bytes_ void object_ datetime64 timedelta64 intc uintc longlong ulonglong intp uintp half single double bool")
        .And("numpy.core.multiarray", "_reconstruct scalar").And("numpy._core.multiarray", "_reconstruct scalar")
        .And("numpy.core.numeric", "_frombuffer").And("numpy._core.numeric", "_frombuffer")
        .And("numpy.ma.core", "_mareconstruct MaskedArray")
        .And("numpy.random._pickle", "__randomstate_ctor __generator_ctor __bit_generator_ctor")
        .And("numpy.random._mt19937", "MT19937").And("numpy.random._pcg64", "PCG64 PCG64DXSM").And("numpy.random._philox", "Philox").And("numpy.random._sfc64", "SFC64")
        .And("numpy.random.mtrand", "RandomState").And("numpy.random._generator", "Generator")
        .And("joblib.numpy_pickle", "NumpyArrayWrapper")
        .And("scipy.sparse._csr", "csr_matrix csr_array").And("scipy.sparse.csr", "csr_matrix").And("scipy.sparse._csc", "csc_matrix csc_array").And("scipy.sparse.csc", "csc_matrix")
        .And("scipy.sparse._coo", "coo_matrix coo_array").And("scipy.sparse.coo", "coo_matrix")
        // The arguments and enumerations that trainers leave beside the weights: values only.
        .And("transformers.training_args", "TrainingArguments OptimizerNames ParallelMode").And("transformers.training_args_seq2seq", "Seq2SeqTrainingArguments")
        .And("transformers.trainer_utils", "IntervalStrategy SchedulerType HubStrategy SaveStrategy FSDPOption EvaluationStrategy ShardedDDPOption")
        .And("transformers.trainer_pt_utils", "AcceleratorConfig").And("transformers.debug_utils", "DebugOption")
        .And("accelerate.state", "PartialState AcceleratorState").And("accelerate.utils.dataclasses", "DistributedType DeepSpeedPlugin DynamoBackend PrecisionType")
        .ToSet();

    /// <summary>The name is harmless to import, to call, and to give a state.</summary>
    public static bool Allows(PickleGlobal global) =>
        s_names.Contains(global.FullName) ||
        (TorchModule().IsMatch(global.Module) && ClassName().IsMatch(global.Name)) ||
        (global.Module == "numpy.dtypes" && NumpyType().IsMatch(global.Name));

    /// <summary>Modules of torch that define layers; their classes have capital letters, what they import has not.</summary>
    [GeneratedRegex(@"^torch\.nn\.modules\.(activation|adaptive|batchnorm|container|conv|distance|dropout|flatten|fold|instancenorm|linear|loss|normalization|padding|pixelshuffle|pooling|rnn|sparse|transformer|upsampling)\z", RegexOptions.NonBacktracking)]
    private static partial Regex TorchModule();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex ClassName();

    [GeneratedRegex(@"^[A-Za-z0-9]+DType\z", RegexOptions.NonBacktracking)]
    private static partial Regex NumpyType();

    private static Names Expand(params string[] modules) => new(modules);

    /// <summary>Collects full names from lists of short ones.</summary>
    private sealed class Names(string[] modules)
    {
        private readonly List<string> _all = [];

        public Names With(string names)
        {
            foreach (string module in modules)
                And(module, names);
            return this;
        }

        public Names And(string module, string names)
        {
            _all.AddRange(names.Split(' ').Select(name => $"{module}.{name}"));
            return this;
        }

        public FrozenSet<string> ToSet() => _all.ToFrozenSet(StringComparer.Ordinal);
    }
}
