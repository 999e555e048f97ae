using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation.Language;

namespace System.Management.Automation
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CmdletAttribute(string verbName, string nounName) : Attribute
    {
        public string VerbName => verbName;

        public string NounName => nounName;

        public string? DefaultParameterSetName { get; set; }

        public bool SupportsShouldProcess { get; set; }

        public ConfirmImpact ConfirmImpact { get; set; } = ConfirmImpact.Medium;
    }

    [AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
    public sealed class ParameterAttribute : Attribute
    {
        public bool Mandatory { get; set; }

        public int Position { get; set; } = int.MinValue;

        public bool ValueFromPipeline { get; set; }

        public bool ValueFromPipelineByPropertyName { get; set; }

        public string? ParameterSetName { get; set; }

        public string? HelpMessage { get; set; }
    }

    [AttributeUsage(AttributeTargets.Property)]
    public sealed class AliasAttribute(params string[] aliasNames) : Attribute
    {
        public string[] AliasNames => aliasNames;
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class OutputTypeAttribute(params Type[] type) : Attribute
    {
        public Type[] Type => type;
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class SupportsWildcardsAttribute : Attribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class ArgumentCompleterAttribute(Type type) : Attribute
    {
        public Type Type => type;
    }

    public readonly record struct SwitchParameter(bool IsPresent)
    {
        public bool ToBool() => IsPresent;
    }

    public sealed class PSObject(object value)
    {
        public object BaseObject => value;

        public PSMemberInfoCollection<PSPropertyInfo> Properties { get; } = new();

        public static PSObject AsPSObject(object obj) => obj as PSObject ?? new PSObject(obj);
    }

    public abstract class PSMemberInfo(string name, object? value)
    {
        public string Name => name;

        public object? Value => value;
    }

    public abstract class PSPropertyInfo(string name, object? value) : PSMemberInfo(name, value);

    public sealed class PSNoteProperty(string name, object? value) : PSPropertyInfo(name, value);

    public sealed class PSMemberInfoCollection<T>
        where T : PSMemberInfo
    {
        private readonly Dictionary<string, T> _members = new(StringComparer.OrdinalIgnoreCase);

        public T? this[string name] => _members.GetValueOrDefault(name);

        public void Add(T member) => _members.Add(member.Name, member);
    }

    public sealed class SessionState
    {
        public PathIntrinsics Path { get; } = new();
    }

    public sealed class PathInfo
    {
        public string ProviderPath { get; set; } = Directory.GetCurrentDirectory();
    }

    /// <summary>Paths of one drive, the file system; the location is not the process's directory.</summary>
    public sealed class PathIntrinsics
    {
        public PathInfo CurrentFileSystemLocation { get; } = new();

        public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo drive)
        {
            (provider, drive) = (new ProviderInfo(path.StartsWith("env:", StringComparison.Ordinal) ? "Environment" : "FileSystem"), new PSDriveInfo());
            return System.IO.Path.GetFullPath(path, CurrentFileSystemLocation.ProviderPath);
        }

        public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
        {
            provider = new ProviderInfo("FileSystem");
            return [.. Directory.GetFileSystemEntries(CurrentFileSystemLocation.ProviderPath, path)];
        }
    }

    public sealed record ProviderInfo(string Name);

    public sealed class PSDriveInfo;

    public sealed class DriveNotFoundException : Exception;

    public sealed class ProviderNotFoundException : Exception;

    public sealed class ItemNotFoundException : Exception;

    public sealed class WildcardPattern
    {
        public static bool ContainsWildcardCharacters(string pattern) => pattern.AsSpan().ContainsAny('*', '?', '[');
    }

    public sealed class CompletionResult;

    public interface IArgumentCompleter
    {
        IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters);
    }

    public enum ConfirmImpact
    {
        None,
        Low,
        Medium,
        High,
    }

    public enum ProgressRecordType
    {
        Processing,
        Completed,
    }

    /// <summary>Numbers as PowerShell has them: the cmdlets were compiled with them.</summary>
    public enum ErrorCategory
    {
        NotSpecified = 0,
        InvalidData = 6,
        InvalidOperation = 7,
        InvalidResult = 8,
        ObjectNotFound = 13,
        OperationStopped = 14,
        PermissionDenied = 18,
        ResourceBusy = 19,
        ResourceExists = 20,
        NotEnabled = 31,
    }
}

namespace System.Management.Automation.Language
{
    public sealed class CommandAst;
}
