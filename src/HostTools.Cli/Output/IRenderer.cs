using HostTools.Commands.Framework;

namespace HostTools.Cli.Output;

/// <summary>Writes output objects.</summary>
internal interface IRenderer
{
    /// <summary>Takes an object.</summary>
    void Write(object value);

    /// <summary>Takes a change that is only shown.</summary>
    void WriteChange(ProposedChange change);

    /// <summary>Writes what was held back.</summary>
    void Finish();
}
