using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>What a Linux file has beside content, mode and owner: access control lists, labels, capabilities and what programs note (xattr(7)).</summary>
public sealed partial class ExtendedAttributes : IEquatable<ExtendedAttributes>
{
    // The kernel takes these from a file whose content changes, or makes them anew of it.
    private static readonly string[] s_ofContent = ["security.capability", "security.ima", "security.evm"];

    private readonly ImmutableSortedDictionary<string, ImmutableArray<byte>> _values;

    private ExtendedAttributes(ImmutableSortedDictionary<string, ImmutableArray<byte>> values) => _values = values;

    /// <summary>A file without any.</summary>
    public static ExtendedAttributes None { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<byte>>(StringComparer.Ordinal));

    /// <summary>Names with their values, ordinally by name.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<byte>> Values => _values;

    /// <summary>Attributes that were kept somewhere.</summary>
    public static ExtendedAttributes Of(IEnumerable<KeyValuePair<string, ImmutableArray<byte>>> values) => new(None._values.AddRange(values));

    /// <summary>Those of an open file; none where the system or the file system has no such thing.</summary>
    public static ExtendedAttributes Of(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux() || Read((buffer, size) => List(file, buffer, size)) is not { Length: > 0 } names)
            return None;
        ImmutableSortedDictionary<string, ImmutableArray<byte>>.Builder values = None._values.ToBuilder();
        foreach (string name in Encoding.UTF8.GetString(names).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            // One that may not be read, or went in this moment, cannot be kept.
            if (Read((buffer, size) => Get(file, name, buffer, size)) is { } value)
                values[name] = [.. value];
        }

        return new ExtendedAttributes(values.ToImmutable());
    }

    /// <summary>Without those that say something of the content, for a file that gets another one.</summary>
    public ExtendedAttributes ForOtherContent() => new(_values.RemoveRange(s_ofContent));

    /// <summary>Gives them to an open file.</summary>
    /// <returns>Names of those that it does not take.</returns>
    public IReadOnlyList<string> GiveTo(SafeFileHandle file) =>
        [.. _values.Where(pair => Set(file, pair.Key, [.. pair.Value], pair.Value.Length, 0) != 0).Select(static pair => pair.Key)];

    /// <inheritdoc/>
    public bool Equals(ExtendedAttributes? other) =>
        other is not null && _values.Count == other._values.Count &&
        _values.All(pair => other._values.TryGetValue(pair.Key, out ImmutableArray<byte> value) && value.AsSpan().SequenceEqual(pair.Value.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExtendedAttributes);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Keys.Aggregate(0, static (sum, name) => HashCode.Combine(sum, name.GetHashCode(StringComparison.Ordinal)));

    /// <summary>Asks for the size, then for the value; null when there is none.</summary>
    private static byte[]? Read(Func<byte[]?, nint, nint> call)
    {
        nint size = call(null, 0);
        if (size <= 0)
            return size == 0 ? [] : null;
        byte[] buffer = new byte[size];
        return call(buffer, size) is >= 0 and var count ? buffer[..(int)count] : null;
    }

    [LibraryImport("libc", EntryPoint = "flistxattr", SetLastError = true)]
    private static partial nint List(SafeFileHandle file, [Out] byte[]? buffer, nint size);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(SafeFileHandle file, string name, [Out] byte[]? buffer, nint size);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(SafeFileHandle file, string name, byte[] value, nint size, int flags);
}
