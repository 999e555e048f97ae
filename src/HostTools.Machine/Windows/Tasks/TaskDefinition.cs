using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Writes what an option says as a definition of the Task Scheduler Schema. Pure.</summary>
/// <remarks>Children stand in the order that the schema asks for. What is not said is left to Windows' defaults.</remarks>
internal static class TaskDefinition
{
    // Of tasks that have a time and no day; it is over since long, so that the first run is the next one.
    private const string FirstDay = "2000-01-01T";

    private static readonly XNamespace s_task = TaskXml.Namespace;

    /// <summary>The definition of an instance of <c>windows.scheduledTasks</c>, whose values its types have checked.</summary>
    public static string Of(ConfigMap task)
    {
        XElement definition = Element("Task",
            new XAttribute("version", "1.2"),
            Text(task, "description") is { Length: > 0 } description ? Element("RegistrationInfo", Element("Description", description)) : null,
            Element("Triggers", Maps(task, "triggers").Select(Trigger)),
            Element("Principals", Principal(task)),
            Settings(task),
            Element("Actions", new XAttribute("Context", "Author"), Maps(task, "actions").Select(Action)));
        return $"<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n{definition}";
    }

    private static XElement Trigger(ConfigMap trigger)
    {
        object?[] common =
        [
            Text(trigger, "at") is { } at ? Element("StartBoundary", at.Contains('T', StringComparison.Ordinal) ? at : FirstDay + at) : null,
            Optional("Repetition", Time(trigger, "repetitionInterval") is { } interval
                ? [Element("Interval", interval), Optional("Duration", Time(trigger, "repetitionDuration"))] : []),
        ];
        XElement? random = Optional("RandomDelay", Time(trigger, "randomDelay"));
        XElement? delay = Optional("Delay", Time(trigger, "delay"));
        return Text(trigger, "type") switch
        {
            "AtStartup" => Element("BootTrigger", common, delay),
            "AtLogon" => Element("LogonTrigger", common, Optional("UserId", Text(trigger, "user")), delay),
            "Once" => Element("TimeTrigger", common, random),
            "Weekly" => Element("CalendarTrigger", common, random, Element("ScheduleByWeek",
                Element("WeeksInterval", Text(trigger, "weeksInterval") ?? "1"),
                Element("DaysOfWeek", Entry.TextsOf(trigger.GetValueOrDefault("daysOfWeek")).Distinct().Select(static day => Element(day))))),
            _ => Element("CalendarTrigger", common, random, Element("ScheduleByDay", Element("DaysInterval", Text(trigger, "daysInterval") ?? "1"))),
        };
    }

    private static XElement Principal(ConfigMap task)
    {
        string user = Text(task, "user") ?? "SYSTEM";
        XElement? level = Text(task, "runLevel") == "Highest" ? Element("RunLevel", "HighestAvailable") : null;
        var id = new XAttribute("id", "Author");
        if (Text(task, "group") is { } group)
            return Element("Principal", id, Element("GroupId", TaskAccounts.Of(group)), level);
        return Element("Principal", id, Element("UserId", TaskAccounts.Of(user)),
            TaskAccounts.IsService(user) ? null : Element("LogonType", Text(task, "logonType") == "S4U" ? "S4U" : "InteractiveToken"), level);
    }

    private static XElement Settings(ConfigMap task)
    {
        ConfigMap settings = task.GetValueOrDefault("settings") as ConfigMap ?? ConfigMap.From([]);
        return Element("Settings",
            Optional("AllowStartOnDemand", Text(settings, "allowStartOnDemand")),
            Optional("RestartOnFailure", Time(settings, "restartInterval") is { } interval ? [Element("Interval", interval), Element("Count", Text(settings, "restartCount") ?? "1")] : []),
            Optional("MultipleInstancesPolicy", Text(settings, "multipleInstances")),
            Negated("DisallowStartIfOnBatteries", settings, "allowStartIfOnBatteries"),
            Negated("StopIfGoingOnBatteries", settings, "dontStopIfGoingOnBatteries"),
            Optional("StartWhenAvailable", Text(settings, "startWhenAvailable")),
            Optional("RunOnlyIfNetworkAvailable", Text(settings, "runOnlyIfNetworkAvailable")),
            Optional("WakeToRun", Text(settings, "wakeToRun")),
            Element("Enabled", Text(task, "enable") ?? "true"),
            Optional("Hidden", Text(settings, "hidden")),
            Optional("ExecutionTimeLimit", Time(settings, "executionTimeLimit")),
            Optional("Priority", Text(settings, "priority")),
            Optional("RunOnlyIfIdle", Text(settings, "runOnlyIfIdle")));
    }

    private static XElement Action(ConfigMap action) => Element("Exec",
        Element("Command", Text(action, "execute") ?? string.Empty),
        Optional("Arguments", Text(action, "arguments")),
        Optional("WorkingDirectory", Text(action, "workingDirectory")));

    private static XElement Element(string name, params object?[] content) => new(s_task + name, content);

    private static XElement? Optional(string name, string? text) => string.IsNullOrEmpty(text) ? null : Element(name, text);

    private static XElement? Optional(string name, object?[] content) => content.Length == 0 ? null : Element(name, content);

    private static XElement? Negated(string name, ConfigMap settings, string key) => settings.GetValueOrDefault(key) is bool flag ? Element(name, flag ? "false" : "true") : null;

    private static IEnumerable<ConfigMap> Maps(ConfigMap map, string key) => (map.GetValueOrDefault(key) as IEnumerable<object?> ?? []).OfType<ConfigMap>();

    private static string? Text(ConfigMap map, string key) => map.GetValueOrDefault(key) is { } value ? Entry.TextOf(value) : null;

    private static string? Time(ConfigMap map, string key) => map.GetValueOrDefault(key) switch
    {
        Duration duration => XmlConvert.ToString(duration.Value),
        string text => XmlConvert.ToString(Duration.Parse(text).Value),
        long seconds => XmlConvert.ToString(TimeSpan.FromSeconds(seconds)),
        _ => null,
    };
}
