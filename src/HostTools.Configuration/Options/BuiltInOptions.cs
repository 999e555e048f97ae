using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Options;

/// <summary>The options that belong to the language itself, as a module that every host has.</summary>
internal static class BuiltInOptions
{
    public static ModuleDocument OfHosts { get; } = Create();

    private static ModuleDocument Create()
    {
        var file = new SourceFile("(built in)", "(built in)", "home: {}");
        var module = new ModuleDocument(file, null);
        module.Options.Add(new OptionDeclaration(module, ["home"], HomesType.Instance, new Place(file, 0))
        {
            Description = "The homes of the host's users by name: configurations of their own, made of `users/NAME/home.yaml` and what it imports.",
        });
        return module;
    }
}
