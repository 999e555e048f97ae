# How long the completers take, in a module that is warm: the budget is 200 ms each. Run it with pwsh, after dotnet build.
param([int] $Runs = 15, [string] $Tree = "$PSScriptRoot/../examples/homelab")

Import-Module "$PSScriptRoot/../HostTools.psd1"
Set-Location $Tree
foreach ($line in 'Get-HostConfig to', 'Get-HostOption toaster boot.', 'Get-HostFact cp', 'Get-HostGeneration -Root . ') {
    $times = 1..$Runs | ForEach-Object {
        (Measure-Command { [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null) }).TotalMilliseconds
    } | Sort-Object
    [pscustomobject]@{ Line = $line; First = [math]::Round($times[-1], 1); Median = [math]::Round($times[$Runs / 2], 1) }
}
