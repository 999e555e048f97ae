namespace HostTools.Commands.Framework;

/// <summary>Makes a class a command of both faces: the cmdlet <c>Verb-Noun</c>, and a verb of the executable.</summary>
/// <param name="verb">Approved PowerShell verb.</param>
/// <param name="noun">Singular noun with the prefix <c>Host</c> or the area's own.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CommandAttribute(string verb, string noun) : Attribute
{
    /// <summary>Approved PowerShell verb.</summary>
    public string Verb { get; } = verb;

    /// <summary>Singular noun.</summary>
    public string Noun { get; } = noun;

    /// <summary>What running it does to the machine.</summary>
    public Effect Effect { get; init; }

    /// <summary>Words of the executable that lead to it, for example <c>config show</c>.</summary>
    public required string Cli { get; init; }

    /// <summary>Other words of the executable that lead to it, which may show the same objects differently.</summary>
    public string? CliAlias { get; init; }

    /// <summary>The parameter set taken when the given parameters fit both; only where there are two.</summary>
    public string? DefaultSet { get; init; }
}

/// <summary>What a command does to the machine; decides whether a person is asked.</summary>
public enum Effect
{
    /// <summary>Looks only; knows neither <c>-WhatIf</c> nor <c>-Confirm</c>.</summary>
    Read,

    /// <summary>Changes what can be changed back easily; asks when <c>-Confirm</c> is given.</summary>
    Change,

    /// <summary>Changes a machine or destroys something; asks unless told not to.</summary>
    Destroy,
}
