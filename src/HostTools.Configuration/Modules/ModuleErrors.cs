using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Failures of reading modules.</summary>
public static partial class ConfigurationErrors
{
    /// <summary>A module is a closed set of keys at its left edge, and this is none of them.</summary>
    /// <remarks>Correct the key; settings go under 'config'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// confg:
    ///   networking.hostName: den
    /// </code>
    /// </example>
    internal static HostError UnknownModuleKey(Place place, string key, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownModuleKey), ErrorKind.InvalidInput,
            $"'{key}' is no key of a module.{Hint(key, known, "Settings go under 'config'")}", key));

    /// <summary>'freeform' takes what is not declared, so its type is that of a map.</summary>
    /// <remarks>Write attrs&lt;str&gt;, another attrs&lt;…&gt;, or json.</remarks>
    /// <example><code lang="yaml">freeform: list&lt;str&gt;</code></example>
    internal static HostError BadFreeform(Place place) =>
        place.Locate(new HostError(nameof(BadFreeform), ErrorKind.InvalidInput, "'freeform' takes what is not declared, so its type is that of a map. Write attrs<str>, another attrs<…>, or json."));

    /// <summary>An entry of 'renamed', 'removed' or 'changed' lacks one of its parts.</summary>
    /// <remarks>Write it as the message shows.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// renamed:
    ///   old.port: [new.port]
    /// </code>
    /// </example>
    internal static HostError BadMove(Place place, string key) =>
        place.Locate(new HostError(nameof(BadMove), ErrorKind.InvalidInput, key switch
        {
            "renamed" => "This is no entry of 'renamed'. Write 'renamed: { old.path: new.path }'.",
            "removed" => "This is no entry of 'removed'. Write 'removed: { old.path: what to do instead }'.",
            _ => "This is no entry of 'changed'. Write 'changed: { old.path: { type: <of the old option>, to: new.path, value: <expression over value> } }'.",
        }));

    /// <summary>An option is said to have become another one that is not declared.</summary>
    /// <remarks>Correct the new path, or declare the option.</remarks>
    /// <example><code lang="yaml">renamed: { web.prt: web.port }</code></example>
    internal static HostError MoveTargetMissing(Place place, string old, string target) =>
        place.Locate(new HostError(nameof(MoveTargetMissing), ErrorKind.NotFound, $"'{old}' is said to have become '{target}', but there is no such option. Correct the new path.", old));

    /// <summary>A configuration sets an option by its old name. It counts for the new one; this is a warning.</summary>
    /// <remarks>Use the new name.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { web.port: { type: port } }
    /// renamed: { http.port: web.port }
    /// config:
    ///   http.port: 80
    /// </code>
    /// </example>
    internal static HostError OptionRenamed(Place place, string old, string target) =>
        place.Locate(new HostError(nameof(OptionRenamed), ErrorKind.InvalidInput, $"'{old}' is now called '{target}'. Use the new name.", old));

    /// <summary>A configuration sets an option that is no more; the module says what to do instead.</summary>
    /// <remarks>Follow the module's text.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// removed: { web.user: Every service has a user of its own now. }
    /// config:
    ///   web.user: www
    /// </code>
    /// </example>
    internal static HostError OptionRemoved(Place place, string old, string text) =>
        place.Locate(new HostError(nameof(OptionRemoved), ErrorKind.InvalidInput, $"'{old}' no longer exists. {text}".TrimEnd(), old));

    /// <summary>A module says what it is for with 'class', which is host, home, submodule or any.</summary>
    /// <remarks>Write one of them.</remarks>
    /// <example><code lang="yaml">class: guest</code></example>
    internal static HostError UnknownClass(Place place, string name) =>
        place.Locate(new HostError(nameof(UnknownClass), ErrorKind.InvalidInput, $"'{name}' is no class of modules. Write host, home, submodule or any.", name));

    /// <summary>A module for homes was imported into a host, or one for hosts into a home.</summary>
    /// <remarks>Import it where it belongs, or give it 'class: any' if it fits both.</remarks>
    /// <example>
    /// <code lang="text">
    /// # modules/shell.yaml
    /// class: home
    ///
    /// # hosts/den/default.yaml
    /// imports: [shell]
    /// </code>
    /// </example>
    internal static HostError WrongClass(Place place, string module, string actual, string wanted) =>
        place.Locate(new HostError(nameof(WrongClass), ErrorKind.InvalidInput, $"'{module}' is a module for a {actual}, and cannot be imported into a {wanted}. Import it in a {actual}, or give it 'class: any' if it fits both.", module));

    /// <summary>An entry of 'imports' is neither a module's name nor a path nor a condition with one.</summary>
    /// <remarks>Write one of these three.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// imports:
    ///   - { file: web }
    /// </code>
    /// </example>
    internal static HostError BadImport(Place place) =>
        place.Locate(new HostError(nameof(BadImport), ErrorKind.InvalidInput, "This is no import. Write a module's name, a ./path, or { when: <condition>, module: <name> }."));

    /// <summary>An entry of 'disabledModules' is neither a module's name nor a path.</summary>
    /// <remarks>Write it as it stands in 'imports'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// disabledModules:
    ///   - { module: web }
    /// </code>
    /// </example>
    internal static HostError BadDisabled(Place place) =>
        place.Locate(new HostError(nameof(BadDisabled), ErrorKind.InvalidInput, "This is no entry of 'disabledModules'. Write a module's name or a ./path, as in 'imports'."));

    /// <summary>No module of that name lies below 'modules/', in the tree's libraries or in the library.</summary>
    /// <remarks>Correct the name, or write a path that begins with './'.</remarks>
    /// <example><code lang="yaml">imports: [system/boto]</code></example>
    internal static HostError ModuleNotFound(Place place, string name, IEnumerable<string> known) =>
        place.Locate(new HostError(nameof(ModuleNotFound), ErrorKind.NotFound,
            $"There is no module '{name}'.{Hint(name, known, "Look below 'modules/', or write a path that begins with './'")}", name));

    /// <summary>An import leads out of the folder of its configuration or library, directly or through a link; a tree stands for itself.</summary>
    /// <remarks>Move the file into the tree.</remarks>
    /// <example><code lang="yaml">imports: [../../../../etc/web.yaml]</code></example>
    internal static HostError ImportOutsideTree(Place place, string path) =>
        place.Locate(new HostError(nameof(ImportOutsideTree), ErrorKind.InvalidInput, $"'{path}' leads out of its folder of configuration. Move the file into it.", path));

    /// <summary>An option of the type 'file' names a file that does not exist.</summary>
    /// <remarks>Create the file, or correct the path; it is relative to the file that names it.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { motd: { type: file } }
    /// config:
    ///   motd: ./files/motd
    /// </code>
    /// </example>
    internal static HostError FileNotFound(Place place, string option, string text, string path) =>
        place.Locate(new HostError(nameof(FileNotFound), ErrorKind.NotFound, $"'{option}' names '{text}', but '{path}' does not exist. Create it, or correct the path; it is relative to this file.", text));

    /// <summary>A file of the configuration cannot be read: it is too large, no text in UTF-8, or not this user's to read.</summary>
    /// <remarks>Do what the message says.</remarks>
    /// <example><code lang="sh">iconv -t UTF-16 notes.yaml &gt; modules/notes.yaml</code></example>
    internal static HostError UnreadableFile(string path, string reason, string fix) =>
        new(nameof(UnreadableFile), ErrorKind.PermissionDenied, $"'{path}' cannot be read: {reason.TrimEnd('.')}. {fix}", path);

    /// <summary>The file holds a list or a text where the keys of a module are expected.</summary>
    /// <remarks>Write keys such as 'options:' and 'config:' at its left edge.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// - web
    /// - mail
    /// </code>
    /// </example>
    internal static HostError NotAModule(Place place) =>
        place.Locate(new HostError(nameof(NotAModule), ErrorKind.InvalidInput, "This file is a list or a text, but a module is a mapping. Write keys such as 'options:' and 'config:' at its left edge."));

    /// <summary>A key such as 'options' or 'config' was given a list or a text.</summary>
    /// <remarks>Write 'name: value' lines below it.</remarks>
    /// <example><code lang="yaml">options: [port, user]</code></example>
    internal static HostError KeyNeedsMapping(Place place, string key) =>
        place.Locate(new HostError(nameof(KeyNeedsMapping), ErrorKind.InvalidInput, $"'{key}' takes a mapping{(key == "config" ? ", or a list of blocks" : string.Empty)}. Write 'name: value' lines below it.", key));

    /// <summary>A key such as 'imports' was given a mapping or a text.</summary>
    /// <remarks>Begin each entry with '- ', or put them in brackets.</remarks>
    /// <example><code lang="yaml">imports: system/boot</code></example>
    internal static HostError KeyNeedsList(Place place, string key) =>
        place.Locate(new HostError(nameof(KeyNeedsList), ErrorKind.InvalidInput, $"'{key}' takes a list. Begin each entry with '- '.", key));

    /// <summary>A field that takes a text was given a list or a mapping.</summary>
    /// <remarks>Write it in one line, or under '&gt;-'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   name: { type: str, default: x, defaultText: [the host's name] }
    /// </code>
    /// </example>
    internal static HostError KeyNeedsText(Place place, string key) =>
        place.Locate(new HostError(nameof(KeyNeedsText), ErrorKind.InvalidInput, $"'{key}' takes a text. Write it in one line, or under '>-'.", key));

    /// <summary>'placeholder' names what the keys of a map are, in lists of options; the option is no map, or this is no word.</summary>
    /// <remarks>Write one word, such as user, at an option whose type is a map.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options:
    ///   names: { type: list&lt;str&gt;, placeholder: id }
    /// </code>
    /// </example>
    internal static HostError BadPlaceholder(Place place) =>
        place.Locate(new HostError(nameof(BadPlaceholder), ErrorKind.InvalidInput, "'placeholder' is one word for the names of a map, and this is none, or the option is no map. Write a word such as user, or remove it."));

    /// <summary>An import names a host's own file. A host is evaluated, not imported.</summary>
    /// <remarks>Move what both shall have into a module, and import that.</remarks>
    /// <example>
    /// <code lang="text">
    /// # hosts/den/default.yaml
    /// imports: [../nas/default.yaml]
    /// </code>
    /// </example>
    internal static HostError ImportsHost(Place place, string name) =>
        place.Locate(new HostError(nameof(ImportsHost), ErrorKind.InvalidInput, $"'{name}' is a host, not a module. Move what both shall have into a module and import that.", name));

    /// <summary>'config' as a list holds blocks, and this entry is none.</summary>
    /// <remarks>Write a mapping with 'set', and 'when' or 'for' where needed.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// config:
    ///   - port
    /// </code>
    /// </example>
    internal static HostError BadBlock(Place place, IReadOnlyList<string> keys) =>
        place.Locate(new HostError(nameof(BadBlock), ErrorKind.InvalidInput, $"This is no block of 'config'. Write a mapping with {string.Join(", ", keys)}; 'set' is required."));

    /// <summary>A block under 'config' has a closed set of keys, and this is none of them.</summary>
    /// <remarks>Put settings under 'set', or correct the key.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { port: { type: int } }
    /// config:
    ///   - { port: 80, set: { port: 80 } }
    /// </code>
    /// </example>
    internal static HostError UnknownBlockKey(Place place, string key, IReadOnlyList<string> known) =>
        place.Locate(new HostError(nameof(UnknownBlockKey), ErrorKind.InvalidInput, $"'{key}' is no key of a block.{Hint(key, known, "Settings go under 'set'; quote a value that holds a comma")}", key));

    /// <summary>A block under 'config' has no 'set', so it does nothing.</summary>
    /// <remarks>Give it 'set' with a mapping of options.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// config:
    ///   - when: "true"
    /// </code>
    /// </example>
    internal static HostError BlockNeedsSet(Place place) =>
        place.Locate(new HostError(nameof(BlockNeedsSet), ErrorKind.InvalidInput, "This block sets nothing. Give it 'set' with a mapping of options."));

    /// <summary>'priority' of a block is force, default or a number; 'order' is before, after or a number.</summary>
    /// <remarks>Write one of them.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { port: { type: int } }
    /// config:
    ///   - { priority: high, set: { port: 80 } }
    /// </code>
    /// </example>
    internal static HostError BadBlockNumber(Place place, string key, string actual) =>
        place.Locate(new HostError(nameof(BadBlockNumber), ErrorKind.InvalidInput, $"'{key}' of a block is {actual}. Write {(key == "order" ? "before, after" : "force, default")} or a whole number.", key));

    /// <summary>A condition begins with '!', which begins a tag in YAML.</summary>
    /// <remarks>Quote the condition.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: bool, default: true }, b: { type: int, default: 1 } }
    /// config:
    ///   - when: !config.a
    ///     set: { b: 2 }
    /// </code>
    /// </example>
    internal static HostError NegationReadAsTag(Place place, string tag) =>
        place.Locate(new HostError(nameof(NegationReadAsTag), ErrorKind.InvalidInput, $"YAML reads '{tag}' as a tag. Quote the condition: \"{tag}\"."));

    /// <summary>A condition is an expression, and this is a list, a mapping or nothing.</summary>
    /// <remarks>Write an expression, and quote it if it begins with a quote, '!' or a bracket.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { b: { type: int, default: 1 } }
    /// config:
    ///   - when: [a, b]
    ///     set: { b: 2 }
    /// </code>
    /// </example>
    internal static HostError ConditionNeedsText(Place place) =>
        place.Locate(new HostError(nameof(ConditionNeedsText), ErrorKind.InvalidInput, "This is no condition. Write an expression such as config.a.enable && \"x\" in config.b, and quote it if it begins with a quote, '!' or a bracket."));

    /// <summary>'for' names one or two variables and what they run over, and this does not.</summary>
    /// <remarks>Write 'for: x in list', 'for: i, x in list' or 'for: key, value in map'; in braces, quote it.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { b: { type: list&lt;int&gt; } }
    /// config:
    ///   - for: config.b
    ///     set: { b: [1] }
    /// </code>
    /// </example>
    internal static HostError BadFor(Place place) =>
        place.Locate(new HostError(nameof(BadFor), ErrorKind.InvalidInput, "This 'for' names no variable and collection. Write 'for: x in list', 'for: i, x in list' or 'for: key, value in map'; in braces, quote it."));

    /// <summary>An entry of 'assertions' or 'warnings' lacks a part or has an unknown key.</summary>
    /// <remarks>Give an assertion 'that' and 'message', a warning 'message' and most often 'when'.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// assertions:
    ///   - { that: 1 &lt; 2 }
    /// </code>
    /// </example>
    internal static HostError BadCheck(Place place, string key, IReadOnlyList<string> keys) =>
        place.Locate(new HostError(nameof(BadCheck), ErrorKind.InvalidInput, $"This is no entry of '{key}'. Write a mapping with {string.Join(", ", keys)}; {(key == "assertions" ? "'that' and 'message' are" : "'message' is")} required."));

    /// <summary>A module of the tree has the name of one in a library and is taken in its place. This is a warning.</summary>
    /// <remarks>Rename the tree's module if that is not meant.</remarks>
    /// <example><code lang="text">modules/system/boot.yaml      # the library has system/boot too</code></example>
    internal static HostError ShadowedLibraryModule(Place place, string name) =>
        place.Locate(new HostError(nameof(ShadowedLibraryModule), ErrorKind.Conflict, $"The tree's own module '{name}' hides the library's of the same name. Rename it if that is not meant.", name));

    private static string Hint(string name, IEnumerable<string> known, string otherwise) =>
        Suggestions.DidYouMean(name, known) is { Length: > 0 } hint ? hint : $" {otherwise}.";
}
