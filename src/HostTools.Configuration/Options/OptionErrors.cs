using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of values that do not fit their option.</summary>
public static partial class ConfigurationErrors
{
    internal static HostError TypeMismatch(Place place, string option, string expected, string actual, string? detail) =>
        place.Locate(new HostError(nameof(TypeMismatch), ErrorKind.InvalidInput,
            $"'{option}' is {actual}, which is not {expected}.{(string.IsNullOrEmpty(detail) ? string.Empty : " " + detail)}", option));

    internal static HostError NullNotAllowed(Place place, string option, string expected) =>
        place.Locate(new HostError(nameof(NullNotAllowed), ErrorKind.InvalidInput,
            $"'{option}' is null, which is not {expected}. Give a value, quote the text if \"null\", \"~\" or nothing was meant, or remove the line.", option));

    internal static HostError Conflict(string option, IReadOnlyList<Definition> definitions)
    {
        Definition last = definitions[^1];
        var error = new HostError(nameof(Conflict), ErrorKind.Conflict,
            $"'{option}' has conflicting values: {string.Join(" and ", definitions.Select(static d => ValueText.Describe(d.Content)).Distinct())}. " +
            "Remove one, or mark the one to keep with !force, or the others with !default.", option)
        {
            Related = [.. definitions.Take(definitions.Count - 1).Select(static d => d.Place.Note($"{ValueText.Describe(d.Content)} is defined here"))],
        };
        return last.Place.Locate(error);
    }

    internal static HostError TwoTags(Place place, string option, string first, string second, Place firstPlace) =>
        place.Locate(new HostError(nameof(TwoTags), ErrorKind.Conflict,
            $"'{option}' is defined both as '{first}' and as '{second}'; it takes one of them. Remove one, or mark the one to keep with !force.", option)
        { Related = [firstPlace.Note($"'{first}' is defined here")] });

    internal static HostError NotUnique(string option, IReadOnlyList<Definition> definitions, string reason) =>
        definitions[^1].Place.Locate(new HostError(nameof(NotUnique), ErrorKind.Conflict,
            $"'{option}' may be defined once only{(reason.Length == 0 ? string.Empty : $": {reason.TrimEnd('.')}")}. Remove all definitions but one, or mark the one to keep with !force.", option)
        { Related = [.. definitions.Take(definitions.Count - 1).Select(static d => d.Place.Note("defined here too"))] });

    internal static HostError PriorityOnElement(Place place) =>
        place.Locate(new HostError(nameof(PriorityOnElement), ErrorKind.InvalidInput,
            "A list element takes only !before, !after, !order(n) and $if. Put the priority on the whole list."));

    internal static HostError EmptyName(Place place, string option) =>
        place.Locate(new HostError(nameof(EmptyName), ErrorKind.InvalidInput, $"A name in '{option}' is empty. Give it one.", option));

    internal static HostError NotOneKey(Place place, string option, string actual, int keys) =>
        place.Locate(new HostError(nameof(NotOneKey), ErrorKind.InvalidInput,
            $"An element of '{option}' is a mapping with exactly one key, but this is {actual}{(keys == 0 ? string.Empty : $" with {keys}")}. Make an element of each.", option));

    internal static HostError UnknownStep(Place place, string option, string rule, string name, IReadOnlyList<string> known)
    {
        string hint = Suggestions.DidYouMean(name, known) is { Length: > 0 } near ? near : $" There are {string.Join(", ", known)}.";
        return place.Locate(new HostError(nameof(UnknownStep), ErrorKind.NotFound, $"{rule}, but '{option}' has no step '{name}'.{hint}", option));
    }

    internal static HostError StepsInCircle(string option, IReadOnlyList<DagEdge> circle)
    {
        string steps = string.Join(" → ", circle.Select(static e => $"'{e.Earlier}'"));
        return circle[0].Place.Locate(new HostError(nameof(StepsInCircle), ErrorKind.Conflict,
            $"Steps of '{option}' wait for each other: {steps} → '{circle[^1].Later}'. Remove one of the rules between them.", option)
        { Related = [.. circle.Select(static e => e.Place.Note(e.Text))] });
    }
}
