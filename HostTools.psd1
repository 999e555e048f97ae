@{
    RootModule           = 'bin/HostTools.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b7a4c0de-5d0b-4f6e-9a63-2f1d6c8e7a41'
    Author               = 'HostTools contributors'
    Copyright            = '(c) HostTools contributors. MIT licence.'
    Description          = 'One tree of YAML declares machines: HostTools evaluates it, shows the plan, applies it as one transaction, and can go back.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('HostTools.Format.ps1xml')
    CmdletsToExport      = @(
        'Clear-AiModelStore'
        'Compare-HostConfig'
        'Compare-HostGeneration'
        'Confirm-HostGeneration'
        'Export-AiModel'
        'Export-HostConfig'
        'Export-HostConfigSchema'
        'Export-HostHardware'
        'Export-HostOptionReference'
        'Export-IommuMap'
        'Find-AiModel'
        'Get-AiModel'
        'Get-AiModelHash'
        'Get-AiModelQuarantine'
        'Get-BootEntry'
        'Get-HostConfig'
        'Get-HostErrorHelp'
        'Get-HostFact'
        'Get-HostFileOrigin'
        'Get-HostGeneration'
        'Get-HostModule'
        'Get-HostOption'
        'Get-HostPlan'
        'Get-IommuGroup'
        'Import-AiModel'
        'Install-AiModel'
        'Invoke-HostPlan'
        'New-HostConfig'
        'New-HostModule'
        'New-HostUser'
        'Remove-AiModel'
        'Remove-HostGeneration'
        'Remove-HostState'
        'Repair-AiModel'
        'Repair-HostState'
        'Restore-HostGeneration'
        'Set-AiModelOffline'
        'Set-AiModelPin'
        'Set-BootEntry'
        'Test-AiModel'
        'Test-HostConfig'
        'Test-HostRequirement'
        'Test-HostState'
        'Test-VfioPassthrough'
        'Update-AiModel'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('configuration', 'provisioning', 'declarative', 'Linux', 'Windows', 'WSL', 'PSEdition_Core')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
