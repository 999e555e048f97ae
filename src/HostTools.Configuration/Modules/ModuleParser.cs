using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Modules;

/// <summary>What a document is, which decides its top-level keys.</summary>
internal enum ModuleKind
{
    Module,
    Submodule,
    Home,
    Host,
    Tree,
}

/// <summary>Reads a module's top-level keys; anything unknown is an error that names the nearest key.</summary>
internal sealed class ModuleParser
{
    private static readonly string[] s_moduleKeys =
        ["description", "class", "imports", "disabledModules", "types", "options", "let", "config", "assertions", "warnings", "renamed", "removed", "changed", "freeform"];

    private static readonly string[] s_hostKeys = ["system", "stateVersion", "target", "users", "params", "variants"];

    private static readonly string[] s_treeKeys = ["parameters", "libraries"];

    private readonly ModuleDocument _document;
    private readonly ErrorList _errors;

    private ModuleParser(ModuleDocument document, ErrorList errors) => (_document, _errors) = (document, errors);

    public static ModuleDocument Parse(YamlMapping root, SourceFile file, ModuleDocument? lexicalParent, ModuleKind kind, ErrorList errors)
    {
        var document = new ModuleDocument(file, lexicalParent)
        {
            Key = lexicalParent is null ? file.FullPath : $"{file.FullPath}#{root.Start}",
            Header = kind is ModuleKind.Host or ModuleKind.Tree ? root : null,
            Class = kind is ModuleKind.Home ? "home" : "host",
        };
        new ModuleParser(document, errors).Read(root, kind);
        return document;
    }

    private void Read(YamlMapping root, ModuleKind kind)
    {
        CheckKeys(root, kind);
        _document.Description = Text(root["description"]);
        if (root["description"] is YamlMapping or YamlSequence)
            _errors.Add(ConfigurationErrors.KeyNeedsText(root["description"]!.Place, "description"));
        if (root["class"] is YamlScalar { Value: var name } scalar)
        {
            bool known = name is "host" or "home" or "submodule" or "any";
            _document.Class = known ? name : "any";
            if (!known)
                _errors.Add(ConfigurationErrors.UnknownClass(scalar.Place, name));
        }

        ReadImports(root["imports"]);
        ReadFreeform(root["freeform"]);
        ReadDisabled(root["disabledModules"]);
        ReadTypes(root["types"]);
        if (Mapping(root["let"], "let") is { } let)
            _document.Let = let;
        if (Mapping(root["options"], "options") is { } options)
            OptionParser.Parse(options, _document, _errors);
        MoveParser.Read(root, _document, _errors);
        new BlockParser(_document, _errors).Read(root["config"]);
        CheckParser.Read(root["assertions"], _document, _document.Assertions, isAssertion: true, _errors);
        CheckParser.Read(root["warnings"], _document, _document.Warnings, isAssertion: false, _errors);
        if (kind is ModuleKind.Host)
            VariantParser.Read(Mapping(root["variants"], "variants"), _document, _errors);
    }

    private void CheckKeys(YamlMapping root, ModuleKind kind)
    {
        string[] keys = kind switch
        {
            ModuleKind.Host => [.. s_moduleKeys, .. s_hostKeys],
            ModuleKind.Tree => [.. s_moduleKeys, .. s_treeKeys],
            _ => s_moduleKeys,
        };
        foreach (YamlEntry entry in root.Entries)
        {
            string key = entry.Key.Value;
            if (Array.IndexOf(keys, key) < 0)
                _errors.Add(ConfigurationErrors.UnknownModuleKey(entry.Key.Place, key, keys));
        }
    }

    private void ReadImports(YamlNode? node)
    {
        if (Sequence(node, "imports") is not { } list)
            return;
        foreach (YamlNode item in list.Items)
        {
            if (item is YamlScalar { IsNull: false } name)
                _document.Imports.Add(new ImportEntry(name, null));
            else if (item is YamlMapping mapping && mapping["module"] is YamlScalar { IsNull: false } module &&
                mapping.Entries.All(static e => e.Key.Value is "module" or "when"))
                _document.Imports.Add(new ImportEntry(module, mapping["when"] as YamlScalar));
            else
                _errors.Add(ConfigurationErrors.BadImport(item.Place));
        }
    }

    /// <summary><c>freeform: attrs&lt;str&gt;</c>, or a mapping with <c>type</c> where that needs more.</summary>
    private void ReadFreeform(YamlNode? node)
    {
        YamlMapping? mapping = node as YamlMapping;
        if (node is null || (mapping is null ? node as YamlScalar : mapping["type"] as YamlScalar) is not { } text)
        {
            if (node is not null)
                _errors.Add(ConfigurationErrors.BadFreeform(node.Place));
            return;
        }

        try
        {
            OptionType type = TypeParser.Parse(text, mapping, _document);
            if (type is not AttrsType and not FreeDataType)
                throw new EvaluationFailure(ConfigurationErrors.BadFreeform(node.Place));
            _document.Freeform = new OptionDeclaration(_document, [string.Empty], type, node.Place) { Internal = true };
        }
        catch (EvaluationFailure failure)
        {
            _errors.AddRange(failure.Errors);
        }
    }

    private void ReadDisabled(YamlNode? node)
    {
        foreach (YamlNode item in Sequence(node, "disabledModules")?.Items ?? [])
        {
            if (item is YamlScalar { IsNull: false, Tag: null } name)
                _document.Disabled.Add(name);
            else
                _errors.Add(ConfigurationErrors.BadDisabled(item.Place));
        }
    }

    private void ReadTypes(YamlNode? node)
    {
        if (Mapping(node, "types") is not { } types)
            return;
        foreach (YamlEntry entry in types.Entries)
            _document.Types[entry.Key.Value] = entry.Value;
    }

    private YamlMapping? Mapping(YamlNode? node, string key)
    {
        if (node is null or YamlScalar { IsNull: true })
            return null;
        if (node is YamlMapping mapping)
            return mapping;
        _errors.Add(ConfigurationErrors.KeyNeedsMapping(node.Place, key));
        return null;
    }

    private YamlSequence? Sequence(YamlNode? node, string key)
    {
        if (node is null or YamlScalar { IsNull: true })
            return null;
        if (node is YamlSequence list)
            return list;
        _errors.Add(ConfigurationErrors.KeyNeedsList(node.Place, key));
        return null;
    }

    internal static string Text(YamlNode? node) => node is YamlScalar { IsNull: false } scalar ? scalar.Value.Trim() : string.Empty;
}
