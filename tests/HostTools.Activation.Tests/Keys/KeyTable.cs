using System.Text;
using HostTools.Activation.Keys;
using HostTools.Activation.Resources;

namespace HostTools.Activation.Tests.Keys;

/// <summary>One file, keys for it, and what comes out; then the keys are taken back.</summary>
internal static class KeyTable
{
    public static KeyMap Map(string json) => KeyData.Declared(Encoding.UTF8.GetBytes(json));

    public static KeyChange Declare(KeyFormat format, string before, string json) =>
        KeyChange.Of(format, Map(json), Encoding.UTF8.GetBytes(before), null, "/f");

    public static string Text(byte[]? bytes) => bytes is null ? "(no file)" : Encoding.UTF8.GetString(bytes);

    /// <param name="format">How the file is written.</param>
    /// <param name="before">The file.</param>
    /// <param name="json">The keys.</param>
    /// <param name="after">The file with them.</param>
    /// <param name="isExact">Taking each key back by itself, as after other changes by hand, gives the file too.</param>
    public static void Check(KeyFormat format, string before, string json, string after, bool isExact = true)
    {
        KeyChange change = Declare(format, before, json);
        Assert.Null(change.Problem);
        Assert.Equal(after, Text(change.After));
        Assert.Equal(before, Text(change.Base));

        byte[] now = Encoding.UTF8.GetBytes(after);
        byte[] original = Encoding.UTF8.GetBytes(before);
        Assert.Equal(after, Text(KeyChange.Of(format, Map(json), now, new KeyRecord(Map(json), true, original), "/f").After));
        Assert.Equal(before, Text(KeyChange.Of(format, null, now, new KeyRecord(Map(json), true, original), "/f").After));
        KeyChange back = KeyChange.Of(format, null, now, new KeyRecord(Map(json), false, original), "/f");
        Assert.Null(back.Problem);
        Assert.Empty(back.ByHand);
        if (isExact)
            Assert.Equal(before, Text(back.After));
        else
            Assert.True(KeyData.Same(Read(format, before), Read(format, Text(back.After)), hasIntegers: true), Text(back.After));
    }

    public static void Refused(KeyFormat format, string before, string json, string problem)
    {
        KeyChange change = Declare(format, before, json);
        Assert.Null(change.After);
        Assert.Contains(problem, change.Problem, StringComparison.Ordinal);
    }

    public static KeyMap Read(KeyFormat format, string text) => KeyDocument.Parse(KeyEditor.Of(format), text).Root.Map;
}
