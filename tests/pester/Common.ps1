# Shared by the test files: the module of this clone, and a copy of the example tree to work in.
$Clone = Resolve-Path (Join-Path $PSScriptRoot '../..')
$Manifest = Join-Path $Clone 'HostTools.psd1'

function New-ExampleTree {
    $tree = Join-Path ([IO.Path]::GetTempPath()) "hosttools-pester-$([guid]::NewGuid().ToString('n'))"
    Copy-Item (Join-Path $Clone 'examples/homelab') $tree -Recurse
    $tree
}

# A fresh process: what was loaded before must not help. Output as lines.
function Invoke-FreshPwsh([string] $Script) {
    $ErrorActionPreference = 'Continue'
    pwsh -NoProfile -NonInteractive -Command "`$PSStyle.OutputRendering = 'PlainText'; $Script" 2>&1 | ForEach-Object { "$_" }
}
