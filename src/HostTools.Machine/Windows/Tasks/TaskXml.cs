using System.Xml;
using System.Xml.Linq;

namespace HostTools.Machine.Windows;

/// <summary>
/// What a task says, as lines that are equal when two definitions mean the same: without what Windows adds by itself (dates, authors,
/// versions, ids) and without what is so by default. Pure.
/// </summary>
/// <remarks>Elements and defaults as in Microsoft's Task Scheduler Schema, and [MS-TSCH] 2.5.</remarks>
internal static class TaskXml
{
    public const string Namespace = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    private const long Longest = 1 << 20;

    private static readonly Dictionary<string, string> s_defaults = new(StringComparer.Ordinal)
    {
        ["Settings/MultipleInstancesPolicy"] = "IgnoreNew", ["Settings/DisallowStartIfOnBatteries"] = "true", ["Settings/StopIfGoingOnBatteries"] = "true",
        ["Settings/AllowHardTerminate"] = "true", ["Settings/StartWhenAvailable"] = "false", ["Settings/RunOnlyIfNetworkAvailable"] = "false",
        ["Settings/AllowStartOnDemand"] = "true", ["Settings/Enabled"] = "true", ["Settings/Hidden"] = "false", ["Settings/RunOnlyIfIdle"] = "false",
        ["Settings/WakeToRun"] = "false", ["Settings/ExecutionTimeLimit"] = "P3D", ["Settings/Priority"] = "7", ["Settings/Volatile"] = "false", ["Settings/DeleteExpiredTaskAfter"] = "PT0S",
        ["Settings/DisallowStartOnRemoteAppSession"] = "false", ["Settings/IdleSettings/StopOnIdleEnd"] = "true", ["Settings/IdleSettings/RestartOnIdle"] = "false",
        ["Settings/IdleSettings/Duration"] = "PT10M", ["Settings/IdleSettings/WaitTimeout"] = "PT1H",
        ["Principals/Principal/RunLevel"] = "LeastPrivilege", ["Principals/Principal/ProcessTokenSidType"] = "Default",
    };

    // Of any trigger.
    private static readonly Dictionary<string, string> s_triggerDefaults = new(StringComparer.Ordinal)
    {
        ["Enabled"] = "true", ["StopAtDurationEnd"] = "false", ["DaysInterval"] = "1", ["WeeksInterval"] = "1", ["Delay"] = "PT0S", ["RandomDelay"] = "PT0S",
    };

    /// <summary>The lines of a definition.</summary>
    /// <param name="xml">The definition.</param>
    /// <param name="users">Names of accounts by number.</param>
    /// <exception cref="FormatException">It is no definition of a task.</exception>
    public static IReadOnlyList<string> Lines(string xml, IReadOnlyDictionary<string, string> users)
    {
        XElement task = Parse(xml);
        var lines = new List<string>();
        foreach (XElement part in task.Elements())
        {
            switch (part.Name.LocalName)
            {
                case "RegistrationInfo":
                    lines.AddRange(part.Elements().Where(static element => element.Name.LocalName == "Description" && element.Value.Trim().Length > 0).Select(static element => $"Description = {element.Value.Trim()}"));
                    break;
                case "Triggers":
                    // Their order says nothing.
                    lines.AddRange(part.Elements().Select(trigger => string.Join('\n', Of(trigger, "Trigger/" + trigger.Name.LocalName, users, isTrigger: true).DefaultIfEmpty("Trigger/" + trigger.Name.LocalName))).Order(StringComparer.Ordinal));
                    break;
                case "Actions":
                    lines.AddRange(part.Elements().Select((action, index) => (action, index)).SelectMany(item => Of(item.action, $"Action {item.index + 1}/{item.action.Name.LocalName}", users, isTrigger: false)));
                    break;
                default:
                    lines.AddRange(Of(part, part.Name.LocalName, users, isTrigger: false).Order(StringComparer.Ordinal));
                    break;
            }
        }

        bool isService = lines.Any(static line => line.StartsWith("Principals/Principal/UserId = ", StringComparison.Ordinal) && TaskAccounts.IsService(line[(line.IndexOf('=') + 2)..]));
        return [.. lines.Where(line => !isService || !line.StartsWith("Principals/Principal/LogonType", StringComparison.Ordinal))];
    }

    /// <summary>It runs with a password that Windows keeps and gives back to nobody.</summary>
    public static bool HasPassword(string xml) =>
        Parse(xml).Descendants().Any(static element => element.Name.LocalName == "LogonType" && element.Value.Trim() is "Password" or "InteractiveTokenOrPassword");

    /// <summary>Reads a definition without following anything that it points to.</summary>
    private static XElement Parse(string xml)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Longest };
            using var text = new StringReader(xml.TrimStart('\uFEFF'));
            using var reader = XmlReader.Create(text, settings);
            XElement? root = XDocument.Load(reader).Root;
            return root?.Name.LocalName == "Task" ? root : throw new FormatException("is no definition of a task");
        }
        catch (XmlException cause)
        {
            throw new FormatException($"is no definition of a task: {cause.Message}");
        }
    }

    private static IEnumerable<string> Of(XElement element, string path, IReadOnlyDictionary<string, string> users, bool isTrigger)
    {
        XElement[] inner = [.. element.Elements()];
        if (inner.Length > 0)
            return inner.SelectMany(child => Of(child, $"{path}/{child.Name.LocalName}", users, isTrigger)).Order(StringComparer.Ordinal);
        string name = element.Name.LocalName;
        string value = ValueOf(name, element.Value.Trim(), users);
        bool isDefault = isTrigger ? s_triggerDefaults.GetValueOrDefault(name) == value : s_defaults.GetValueOrDefault(path) == value;
        // An empty element is a word of its own where days are listed, and nothing otherwise.
        bool isWord = value.Length == 0 && element.Parent?.Name.LocalName is "DaysOfWeek" or "Months" or "DaysOfMonth";
        return isDefault || name is "UseUnifiedSchedulingEngine" || (value.Length == 0 && !isWord) ? [] : [isWord ? path : $"{path} = {value}"];
    }

    private static string ValueOf(string name, string value, IReadOnlyDictionary<string, string> users)
    {
        if (name is "UserId" or "GroupId")
            return users.GetValueOrDefault(value) ?? TaskAccounts.Of(value);
        if (value is "True" or "TRUE" or "1" && s_defaults.Any(pair => pair.Key.EndsWith("/" + name, StringComparison.Ordinal) && pair.Value is "true" or "false"))
            return "true";
        return value.StartsWith('P') && TryDuration(value) is { } duration ? XmlConvert.ToString(duration) : value is "True" or "False" ? value.ToLowerInvariant() : value;
    }

    private static TimeSpan? TryDuration(string value)
    {
        try
        {
            return XmlConvert.ToTimeSpan(value);
        }
        catch (Exception cause) when (cause is FormatException or OverflowException)
        {
            return null;
        }
    }
}
