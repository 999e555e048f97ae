using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of reading modules.</summary>
public static partial class ConfigurationErrors
{
    internal static HostError UnknownModuleKey(Place place, string key, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownModuleKey), ErrorKind.InvalidInput,
            $"'{key}' is no key of a module.{Hint(key, known, "Settings go under 'config'")}", key));

    internal static HostError BadFreeform(Place place) =>
        place.Locate(new HostError(nameof(BadFreeform), ErrorKind.InvalidInput, "'freeform' takes what is not declared, so its type is that of a map. Write attrs<str>, another attrs<…>, or json."));

    internal static HostError BadMove(Place place, string key) =>
        place.Locate(new HostError(nameof(BadMove), ErrorKind.InvalidInput, key switch
        {
            "renamed" => "This is no entry of 'renamed'. Write 'renamed: { old.path: new.path }'.",
            "removed" => "This is no entry of 'removed'. Write 'removed: { old.path: what to do instead }'.",
            _ => "This is no entry of 'changed'. Write 'changed: { old.path: { type: <of the old option>, to: new.path, value: <expression over value> } }'.",
        }));

    internal static HostError MoveTargetMissing(Place place, string old, string target) =>
        place.Locate(new HostError(nameof(MoveTargetMissing), ErrorKind.NotFound, $"'{old}' is said to have become '{target}', but there is no such option. Correct the new path.", old));

    internal static HostError OptionRenamed(Place place, string old, string target) =>
        place.Locate(new HostError(nameof(OptionRenamed), ErrorKind.InvalidInput, $"'{old}' is now called '{target}'. Use the new name.", old));

    internal static HostError OptionRemoved(Place place, string old, string text) =>
        place.Locate(new HostError(nameof(OptionRemoved), ErrorKind.InvalidInput, $"'{old}' no longer exists. {text}".TrimEnd(), old));

    internal static HostError UnknownClass(Place place, string name) =>
        place.Locate(new HostError(nameof(UnknownClass), ErrorKind.InvalidInput, $"'{name}' is no class of modules. Write host, home or any.", name));

    internal static HostError WrongClass(Place place, string module, string actual, string wanted) =>
        place.Locate(new HostError(nameof(WrongClass), ErrorKind.InvalidInput, $"'{module}' is a module for a {actual}, and cannot be imported into a {wanted}. Import it in a {actual}, or give it 'class: any' if it fits both.", module));

    internal static HostError BadImport(Place place) =>
        place.Locate(new HostError(nameof(BadImport), ErrorKind.InvalidInput, "This is no import. Write a module's name, a ./path, or { when: <condition>, module: <name> }."));

    internal static HostError BadDisabled(Place place) =>
        place.Locate(new HostError(nameof(BadDisabled), ErrorKind.InvalidInput, "This is no entry of 'disabledModules'. Write a module's name or a ./path, as in 'imports'."));

    internal static HostError ModuleNotFound(Place place, string name, IEnumerable<string> known) =>
        place.Locate(new HostError(nameof(ModuleNotFound), ErrorKind.NotFound,
            $"There is no module '{name}'.{Hint(name, known, "Look below 'modules/', or write a path that begins with './'")}", name));

    internal static HostError ImportOutsideTree(Place place, string path) =>
        place.Locate(new HostError(nameof(ImportOutsideTree), ErrorKind.InvalidInput, $"'{path}' leads out of its folder of configuration. Move the file into it.", path));

    internal static HostError FileNotFound(Place place, string option, string text, string path) =>
        place.Locate(new HostError(nameof(FileNotFound), ErrorKind.NotFound, $"'{option}' names '{text}', but '{path}' does not exist. Create it, or correct the path; it is relative to this file.", text));

    internal static HostError UnreadableFile(string path, string reason, string fix) =>
        new(nameof(UnreadableFile), ErrorKind.PermissionDenied, $"'{path}' cannot be read: {reason.TrimEnd('.')}. {fix}", path);

    internal static HostError NotAModule(Place place) =>
        place.Locate(new HostError(nameof(NotAModule), ErrorKind.InvalidInput, "This file is a list or a text, but a module is a mapping. Write keys such as 'options:' and 'config:' at its left edge."));

    internal static HostError KeyNeedsMapping(Place place, string key) =>
        place.Locate(new HostError(nameof(KeyNeedsMapping), ErrorKind.InvalidInput, $"'{key}' takes a mapping{(key == "config" ? ", or a list of blocks" : string.Empty)}. Write 'name: value' lines below it.", key));

    internal static HostError KeyNeedsList(Place place, string key) =>
        place.Locate(new HostError(nameof(KeyNeedsList), ErrorKind.InvalidInput, $"'{key}' takes a list. Begin each entry with '- '.", key));

    internal static HostError OptionNeedsType(Place place, string option, string key) =>
        place.Locate(new HostError(nameof(OptionNeedsType), ErrorKind.InvalidInput,
            $"'{option}' is neither an option nor a group.{Suggestions.DidYouMean(key, ["type"])} Write '{key}: {{ type: …, description: … }}' for an option.", option));

    internal static HostError OptionWithoutType(Place place, string option) =>
        place.Locate(new HostError(nameof(OptionWithoutType), ErrorKind.InvalidInput, $"The option '{option}' has no type. Add 'type: …'; every option has one.", option));

    internal static HostError UnknownOptionKey(Place place, string key, string option, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownOptionKey), ErrorKind.InvalidInput,
            $"'{key}' is no key of the option '{option}'.{Hint(key, known, "If the type holds a comma, quote it")}", key));

    internal static HostError KeyNeedsText(Place place, string key) =>
        place.Locate(new HostError(nameof(KeyNeedsText), ErrorKind.InvalidInput, $"'{key}' takes a text. Write it in one line, or under '>-'.", key));

    internal static HostError BadPlaceholder(Place place) =>
        place.Locate(new HostError(nameof(BadPlaceholder), ErrorKind.InvalidInput, "'placeholder' is one word for the names of a map, such as user; the option's type must be a map."));

    internal static HostError FlagNeedsBool(Place place, string key, string actual) =>
        place.Locate(new HostError(nameof(FlagNeedsBool), ErrorKind.InvalidInput, $"'{key}' is true or false, but this is {actual}. Write one of the two, unquoted.", key));

    internal static HostError BadType(Place place, string type, string reason) =>
        place.Locate(new HostError(nameof(BadType), ErrorKind.InvalidInput, $"'{type}' is no type: {reason}.", type));

    internal static HostError UnknownType(Place place, string name, string hint) =>
        place.Locate(new HostError(nameof(UnknownType), ErrorKind.NotFound, $"There is no type '{name}'.{(hint.Length > 0 ? hint : " Name it under 'types', or use one of the language's.")}", name));

    internal static HostError ImportsHost(Place place, string name) =>
        place.Locate(new HostError(nameof(ImportsHost), ErrorKind.InvalidInput, $"'{name}' is a host, not a module. Move what both shall have into a module and import that.", name));

    internal static HostError BadNamedType(Place place, string name) =>
        place.Locate(new HostError(nameof(BadNamedType), ErrorKind.InvalidInput, $"The type '{name}' is neither a text nor a mapping with 'type'. Write '{name}: list<str>', or '{name}: {{ type: enum, values: [a, b] }}'.", name));

    internal static HostError TypeTooDeep(Place place, string type) =>
        place.Locate(new HostError(nameof(TypeTooDeep), ErrorKind.InvalidInput, $"The type '{type}' is defined by itself. Give it a definition that ends.", type));

    internal static HostError AlreadyDeclared(Place place, string option, Place first) =>
        place.Locate(new HostError(nameof(AlreadyDeclared), ErrorKind.Conflict, $"'{option}' is declared already, with another type or default. Keep one declaration.", option) { Related = [first.Note("declared first here")] });

    internal static HostError OptionInsideOption(Place place, string inner, string outer, Place outerPlace) =>
        place.Locate(new HostError(nameof(OptionInsideOption), ErrorKind.Conflict, $"'{inner}' lies inside the option '{outer}', which holds no options. Rename one of them, or make '{outer}' a submodule.", inner) { Related = [outerPlace.Note($"'{outer}' is declared here")] });

    internal static HostError BadBlock(Place place, IReadOnlyList<string> keys) =>
        place.Locate(new HostError(nameof(BadBlock), ErrorKind.InvalidInput, $"This is no block of 'config'. Write a mapping with {string.Join(", ", keys)}; 'set' is required."));

    internal static HostError UnknownBlockKey(Place place, string key, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownBlockKey), ErrorKind.InvalidInput, $"'{key}' is no key of a block.{Hint(key, known, "Settings go under 'set'; quote a value that holds a comma")}", key));

    internal static HostError BlockNeedsSet(Place place) =>
        place.Locate(new HostError(nameof(BlockNeedsSet), ErrorKind.InvalidInput, "This block sets nothing. Give it 'set' with a mapping of options."));

    internal static HostError BadBlockNumber(Place place, string key, string actual) =>
        place.Locate(new HostError(nameof(BadBlockNumber), ErrorKind.InvalidInput, $"'{key}' of a block is {actual}. Write {(key == "order" ? "before, after" : "force, default")} or a whole number.", key));

    internal static HostError NegationReadAsTag(Place place, string tag) =>
        place.Locate(new HostError(nameof(NegationReadAsTag), ErrorKind.InvalidInput, $"YAML reads '{tag}' as a tag. Quote the condition: \"{tag}\"."));

    internal static HostError ConditionNeedsText(Place place) =>
        place.Locate(new HostError(nameof(ConditionNeedsText), ErrorKind.InvalidInput, "This is no condition. Write an expression such as config.a.enable && \"x\" in config.b, and quote it if it begins with a quote, '!' or a bracket."));

    internal static HostError BadFor(Place place) =>
        place.Locate(new HostError(nameof(BadFor), ErrorKind.InvalidInput, "This 'for' names no variable and collection. Write 'for: x in list', 'for: i, x in list' or 'for: key, value in map'; in braces, quote it."));

    internal static HostError BadCheck(Place place, string key, IReadOnlyList<string> keys) =>
        place.Locate(new HostError(nameof(BadCheck), ErrorKind.InvalidInput, $"This is no entry of '{key}'. Write a mapping with {string.Join(", ", keys)}; {(key == "assertions" ? "'that' and 'message' are" : "'message' is")} required."));

    internal static HostError ShadowedLibraryModule(Place place, string name) =>
        place.Locate(new HostError(nameof(ShadowedLibraryModule), ErrorKind.Conflict, $"The tree's own module '{name}' hides the library's of the same name. Rename it if that is not meant.", name));

    private static string Hint(string name, IEnumerable<string> known, string otherwise) =>
        Suggestions.DidYouMean(name, known) is { Length: > 0 } hint ? hint : $" {otherwise}.";
}
