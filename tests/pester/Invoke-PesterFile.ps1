# Runs one test file and says in JSON how each test ended; called by the xunit class PesterTests.
param([Parameter(Mandatory)] [string] $File, [Parameter(Mandatory)] [string] $ResultFile)
$configuration = New-PesterConfiguration
$configuration.Run.Path = $File
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration
@($run.Tests | ForEach-Object {
        @{ Name = $_.ExpandedPath; Result = $_.Result; Message = ($_.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n" }
    }) + @($run.Containers | Where-Object { $_.ErrorRecord } | ForEach-Object { @{ Name = "$($_.Item)"; Result = 'Failed'; Message = "$($_.ErrorRecord)" } }) |
    ConvertTo-Json -AsArray -Depth 3 | Set-Content $ResultFile
