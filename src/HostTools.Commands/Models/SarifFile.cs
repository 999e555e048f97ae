using System.Reflection;
using HostTools.Models.Scanning;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Findings in a file for other programs.</summary>
internal static class SarifFile
{
    private static readonly string s_version = typeof(SarifFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <exception cref="HostToolsException">ReportNotWritten.</exception>
    public static void Write(string path, IReadOnlyList<ModelFindings> models)
    {
        string draft = path + ".new";
        try
        {
            File.Delete(draft); // Nobody's link is followed.
            using (var file = new FileStream(draft, FileMode.CreateNew))
                SarifWriter.Write(models, ValidationFindings.Rules, s_version, file);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(AiModelErrors.ReportNotWritten(path, cause));
        }
    }
}
