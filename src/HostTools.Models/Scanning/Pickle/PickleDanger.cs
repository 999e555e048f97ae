using System.Collections.Frozen;

namespace HostTools.Models.Scanning.Pickle;

/// <summary>Modules whose names are an attack, not merely unknown. It decides only how a finding is worded: what is not allowed is reported either way.</summary>
internal static class PickleDanger
{
    private static readonly FrozenSet<string> s_modules = (
        "os posix nt subprocess sys shutil socket ssl runpy pty pip pkgutil importlib imp code codeop codecs marshal pickle _pickle cPickle dill cloudpickle joblib " +
        "ctypes _ctypes cffi multiprocessing threading _thread asyncio signal bdb pdb doctest timeit trace profile cProfile pydoc venv ensurepip idlelib lib2to3 distutils " +
        "webbrowser urllib urllib2 http httplib ftplib smtplib imaplib poplib telnetlib requests aiohttp httpx commands popen2 io _io logging tempfile " +
        "operator functools types inspect gc builtins __builtin__ site platform uuid _osx_support _aix_support _pyrepl test antigravity").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static bool Knows(PickleGlobal global)
    {
        int dot = global.Module.IndexOf('.', StringComparison.Ordinal);
        return s_modules.Contains(dot < 0 ? global.Module : global.Module[..dot]) || global.Name.StartsWith("__", StringComparison.Ordinal);
    }
}
