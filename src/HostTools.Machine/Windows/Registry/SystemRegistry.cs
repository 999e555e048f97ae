using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security;
using HostTools.Platform;
using Microsoft.Win32;

namespace HostTools.Machine.Windows;

/// <summary>The registry of the Windows that runs us, in its 64-bit view.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class SystemRegistry : IRegistry
{
    private const int Broadcast = 0xFFFF;
    private const uint SettingChange = 0x1A;
    private const uint AbortIfHung = 2;
    private const uint Patience = 1000;

    public bool HasKey(string key) => Guard("Opening", key, () =>
    {
        using RegistryKey? open = Open(key, isWritten: false);
        return open is not null;
    });

    public bool IsEmpty(string key) => Guard("Opening", key, () =>
    {
        using RegistryKey? open = Open(key, isWritten: false);
        return open is null || (open.ValueCount == 0 && open.SubKeyCount == 0);
    });

    public RegistryData? Read(string key, string name) => Guard("Reading", RegistryPath.Join(key, name), () =>
    {
        using RegistryKey? open = Open(key, isWritten: false);
        object? value = open?.GetValue(name, null, RegistryValueOptions.DoNotExpandEnvironmentNames);
        return open is null || value is null ? null : DataOf(open.GetValueKind(name), value);
    });

    public void CreateKey(string key) => Guard("Making", key, () =>
    {
        (RegistryKey root, string below) = Root(key);
        using (root)
        using (RegistryKey made = root.CreateSubKey(below, writable: true))
            return made.Name;
    });

    public void DeleteKey(string key) => Guard("Removing", key, () =>
    {
        (RegistryKey root, string below) = Root(key);
        using (root)
            root.DeleteSubKey(below, throwOnMissingSubKey: false);
        return key;
    });

    public void Write(string key, string name, RegistryData data) => Guard("Writing", RegistryPath.Join(key, name), () =>
    {
        using RegistryKey open = Open(key, isWritten: true) ?? throw new IOException("the key is not there");
        open.SetValue(name, ValueOf(data), KindOf(data.Type));
        return key;
    });

    public void Delete(string key, string name) => Guard("Removing", RegistryPath.Join(key, name), () =>
    {
        using RegistryKey? open = Open(key, isWritten: true);
        open?.DeleteValue(name, throwOnMissingValue: false);
        return key;
    });

    public void AnnounceEnvironment() => _ = SendMessageTimeout(Broadcast, SettingChange, 0, "Environment", AbortIfHung, Patience, out _);

    private static RegistryKey? Open(string key, bool isWritten)
    {
        (RegistryKey root, string below) = Root(key);
        using (root)
            return root.OpenSubKey(below, isWritten);
    }

    private static (RegistryKey Root, string Below) Root(string key)
    {
        int slash = key.IndexOf('\\', StringComparison.Ordinal);
        RegistryHive hive = key[..slash] switch
        {
            "HKLM" => RegistryHive.LocalMachine,
            "HKCU" => RegistryHive.CurrentUser,
            "HKU" => RegistryHive.Users,
            "HKCR" => RegistryHive.ClassesRoot,
            "HKCC" => RegistryHive.CurrentConfig,
            _ => throw new IOException("it has no root that is known"),
        };
        return (RegistryKey.OpenBaseKey(hive, RegistryView.Registry64), key[(slash + 1)..]);
    }

    private static RegistryData DataOf(RegistryValueKind kind, object value) => (kind, value) switch
    {
        (RegistryValueKind.String, string text) => RegistryData.Of(RegistryType.String, text),
        (RegistryValueKind.ExpandString, string text) => RegistryData.Of(RegistryType.ExpandString, text),
        (RegistryValueKind.MultiString, string[] texts) => new RegistryData(RegistryType.MultiString, texts),
        (RegistryValueKind.DWord, int number) => RegistryData.Of(RegistryType.Dword, unchecked((uint)number).ToString(CultureInfo.InvariantCulture)),
        (RegistryValueKind.QWord, long number) => RegistryData.Of(RegistryType.Qword, unchecked((ulong)number).ToString(CultureInfo.InvariantCulture)),
        (RegistryValueKind.Binary, byte[] bytes) => RegistryData.Of(RegistryType.Binary, Convert.ToHexStringLower(bytes)),
        (RegistryValueKind.None, byte[] bytes) => RegistryData.Of(RegistryType.None, Convert.ToHexStringLower(bytes)),
        _ => throw new IOException("it has a type that cannot be kept"),
    };

    private static object ValueOf(RegistryData data) => data.Type switch
    {
        RegistryType.MultiString => data.Parts.ToArray(),
        RegistryType.Dword => unchecked((int)uint.Parse(data.Parts[0], CultureInfo.InvariantCulture)),
        RegistryType.Qword => unchecked((long)ulong.Parse(data.Parts[0], CultureInfo.InvariantCulture)),
        RegistryType.Binary or RegistryType.None => Convert.FromHexString(data.Parts[0]),
        _ => data.Parts[0],
    };

    private static RegistryValueKind KindOf(RegistryType type) => type switch
    {
        RegistryType.ExpandString => RegistryValueKind.ExpandString,
        RegistryType.MultiString => RegistryValueKind.MultiString,
        RegistryType.Dword => RegistryValueKind.DWord,
        RegistryType.Qword => RegistryValueKind.QWord,
        RegistryType.Binary => RegistryValueKind.Binary,
        RegistryType.None => RegistryValueKind.None,
        _ => RegistryValueKind.String,
    };

    private static T Guard<T>(string verb, string key, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or SecurityException or InvalidOperationException or ArgumentException)
        {
            throw new HostToolsException(MachineErrors.RegistryRefused(verb, key, cause.Message));
        }
    }

    [LibraryImport("user32", EntryPoint = "SendMessageTimeoutW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint SendMessageTimeout(nint window, uint message, nuint first, string second, uint flags, uint milliseconds, out nuint result);
}
