#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds and tests HostTools. A thin wrapper: everything it does is a dotnet command that works without PowerShell.
.EXAMPLE
./build.ps1 -Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # Run all tests, those in PowerShell included.
    [switch] $Test,

    # Write approved files anew; the diff is the review.
    [switch] $UpdateGolden,

    # Fill out/publish with the executable and the module as users get them.
    [switch] $Publish
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Push-Location $PSScriptRoot
try {
    dotnet build HostTools.sln -c $Configuration
    if ($UpdateGolden) { $env:HOSTTOOLS_UPDATE_GOLDEN = '1' }
    if ($Test -or $UpdateGolden) { dotnet test HostTools.sln -c $Configuration --no-build }
    if ($Publish) { dotnet publish packaging }
}
finally {
    if ($UpdateGolden) { Remove-Item Env:HOSTTOOLS_UPDATE_GOLDEN }
    Pop-Location
}
