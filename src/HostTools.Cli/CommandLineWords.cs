using System.Text.RegularExpressions;
using HostTools.Commands.Framework;

namespace HostTools.Cli;

/// <summary>Help texts in the executable's spelling: a comment that speaks of <c>-OutFile</c> is read here as <c>--out-file</c>.</summary>
internal static class CommandLineWords
{
    public static CommandHelp Of(CommandHelp help, CommandDescriptor command)
    {
        var names = command.Arguments.ToDictionary(static argument => argument.Name, static argument => argument.CliName, StringComparer.Ordinal);
        names["WhatIf"] = "what-if";
        return help with
        {
            Synopsis = Translate(help.Synopsis),
            Description = [.. help.Description.Select(Translate)],
            Parameters = help.Parameters.ToDictionary(static text => text.Key, text => Translate(text.Value)),
        };

        string Translate(string text) =>
            Regex.Replace(text, @"(?<![\w-])-([A-Z]\w+)", found => names.TryGetValue(found.Groups[1].Value, out string? name) ? "--" + name : found.Value);
    }
}
