using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Firmware, Secure Boot and TPM.</summary>
internal static partial class FirmwareChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        XElement? os = question.Domain.Element("os");
        XElement? loader = os?.Element("loader");
        bool isSecure = (string?)loader?.Attribute("secure") == "yes" || Has(os, "secure-boot");
        if (isSecure)
        {
            string? template = (string?)os!.Element("nvram")?.Attribute("template"); // It has a loader or features.
            if ((template is not null && Unenrolled().IsMatch(template)) || (Has(os, "secure-boot") && !Has(os, "enrolled-keys")))
                yield return question.Say("VM025", VmSeverity.Warning, os.Element("nvram") ?? os.Element("firmware") ?? os,
                    "Secure Boot is there and enforces nothing: the firmware's settings begin without keys, and in that mode anything starts.",
                    "Begin with enrolled keys: <feature enabled='yes' name='enrolled-keys'/>, or a template such as OVMF_VARS_4M.ms.fd. Settings that exist stay: 'virsh start --reset-nvram' makes them anew.");
            if ((string?)question.Feature("smm")?.Attribute("state") != "on" && (string?)os.Attribute("firmware") is null)
                yield return question.Say("VM026", VmSeverity.Error, loader ?? os, "A secure loader needs the processor's management mode, which is off: libvirt refuses to start it.", "Add <smm state='on'/> to <features>.");
            if ((string?)os.Element("type")?.Attribute("machine") is { } machine && !machine.Contains("q35", StringComparison.Ordinal))
                yield return question.Say("VM026", VmSeverity.Error, os.Element("type")!, $"A secure loader needs the machine type q35, and this is {machine}.", "Take machine='q35'. Windows has to be told of the new board.");
        }

        if (question.IsWindows && !question.Devices("tpm").Any())
            yield return question.Say("VM027", VmSeverity.Information, question.Domain.Element("devices") ?? question.Domain, "There is no TPM; setup of Windows 11 refuses such a machine.", "Add <tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>; the host needs swtpm.");
        foreach (XElement backend in question.Devices("tpm").Elements("backend").Where(static backend => (string?)backend.Attribute("version") == "1.2"))
            yield return question.Say("VM027", VmSeverity.Warning, backend, "The TPM is of version 1.2; Windows 11 wants 2.0.", "Take version='2.0'. What is sealed by the old one is lost: suspend BitLocker before.");
    }

    private static bool Has(XElement? os, string feature) => os?.Element("firmware")?.Elements("feature").Any(one => (string?)one.Attribute("name") == feature && (string?)one.Attribute("enabled") == "yes") is true;

    // Names that Debian, Fedora, Arch and openSUSE give to settings without keys.
    [GeneratedRegex(@"(^|/)(OVMF_VARS(_4M|\.4m)?\.(fd|qcow2)|edk2-[a-z0-9_]+-vars\.fd|ovmf-x86_64-(4m-)?vars\.bin)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Unenrolled();
}
