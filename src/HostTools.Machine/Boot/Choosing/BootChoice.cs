using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>Chooses what a boot loader starts.</summary>
public static class BootChoice
{
    /// <summary>What has to change so that an entry starts when nobody chooses.</summary>
    /// <param name="root">The machine.</param>
    /// <param name="isLive">It is the machine that this runs on, whose firmware can be told.</param>
    /// <param name="entry">The entry.</param>
    /// <exception cref="HostToolsException">BootChoiceRefused, BootConfigEnrolled, BootFileUnreadable.</exception>
    public static BootChange Default(Root root, bool isLive, BootEntry entry)
    {
        BootFiles files = new(root);
        RequireStartable(entry);
        return entry.Loader switch
        {
            LimineMenu.Loader => new LimineChoice(files).Default(entry),
            BlsMenu.Loader => new BlsChoice(files, isLive).Default(entry),
            _ => new GrubChoice(files).Default(entry),
        };
    }

    /// <summary>What has to change so that the next start takes an entry, and those after it what they did.</summary>
    /// <inheritdoc cref="Default"/>
    public static BootChange Once(Root root, bool isLive, BootEntry entry)
    {
        BootFiles files = new(root);
        RequireStartable(entry);
        return entry.Loader switch
        {
            LimineMenu.Loader => throw Refused("Limine cannot start an entry for one time only", "Make it the default (-Default), or choose it in the menu"),
            BlsMenu.Loader => new BlsChoice(files, isLive).Once(entry),
            _ => new GrubChoice(files).Once(entry),
        };
    }

    internal static HostToolsException Refused(string why, string instead) => new(MachineErrors.BootChoiceRefused(why, instead));

    private static void RequireStartable(BootEntry entry)
    {
        if (entry.Kind == BootEntryKind.Folder)
            throw Refused($"'{entry.Id}' is a folder of entries", "Choose one of those in it");
    }
}
