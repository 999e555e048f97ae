#!/usr/bin/env bash
# What Import-Module of the published module costs above an empty module, beside what PowerShell asks of any module of its shape:
# a manifest, one exported name, a format file of one view. Fresh pwsh each time, interleaved; once as it starts, and once after the
# session has compared two strings (the first such comparison of a process loads ICU's collation, which an export list needs, too).
# Prints one JSON object. Usage: bench/import.sh [runs] [HostTools.psd1]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-11}
module=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1
if [ -z "$module" ]; then
    dotnet publish packaging -p:PublishDir="$work/publish" -v q --nologo >&2
    module=$(echo "$work"/publish/module/HostTools/*/HostTools.psd1)
fi

shape() { # name, line of the manifest
    mkdir -p "$work/$1"
    echo 'function Get-Nothing { }' > "$work/$1/$1.psm1"
    echo "@{ RootModule = '$1.psm1'; ModuleVersion = '1.0'; CmdletsToExport = @(); AliasesToExport = @(); VariablesToExport = @(); $2 }" > "$work/$1/$1.psd1"
}
mkdir "$work/Empty"
: > "$work/Empty/Empty.psm1"
shape Manifest "FunctionsToExport = @()"
shape Name "FunctionsToExport = @('Get-Nothing')"
shape View "FunctionsToExport = @('Get-Nothing'); FormatsToProcess = @('One.Format.ps1xml')"
cat > "$work/View/One.Format.ps1xml" <<'XML'
<Configuration><ViewDefinitions><View><Name>One</Name><ViewSelectedBy><TypeName>Some.Thing</TypeName></ViewSelectedBy>
<TableControl><TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries></TableControl>
</View></ViewDefinitions></Configuration>
XML

cat > "$work/import.ps1" <<'PS1'
param([string] $Module, [string] $Before)
if ($Before) { [void]('Abc' -eq 'abd') }
$process = [Diagnostics.Process]::GetCurrentProcess()
$cpu = $process.TotalProcessorTime
$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
$wall = $watch.Elapsed
$process.Refresh()
[string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', $wall.TotalMilliseconds, ($process.TotalProcessorTime - $cpu).TotalMilliseconds)
PS1

modules=("$work/Empty/Empty.psm1" "$work/Manifest/Manifest.psd1" "$work/Name/Name.psd1" "$work/View/View.psd1" "$module")
names=(emptyModule manifest exportedName oneView hostTools)
for ((run = 0; run < runs; run++)); do
    for i in "${!modules[@]}"; do
        pwsh -NoProfile -NonInteractive -File "$work/import.ps1" "${modules[i]}" >> "$work/${names[i]}.cold"
        pwsh -NoProfile -NonInteractive -File "$work/import.ps1" "${modules[i]}" compared >> "$work/${names[i]}.compared"
    done
done

figures() { # file: median and least wall time, median and least CPU time
    for column in 1 2; do
        cut -d' ' -f"$column" "$1" | LC_ALL=C sort -n | awk '{ v[NR] = $1 } END { printf "%.1f, %.1f", v[int((NR + 1) / 2)], v[1] }'
        [ "$column" = 2 ] || printf ', '
    done
}
echo "{ \"commit\": \"$(git rev-parse --short HEAD 2> /dev/null || echo none)\", \"runs\": $runs, \"unit\": \"ms\", \"values\": \"wall: median, least; CPU: median, least\""
for state in cold compared; do
    for name in "${names[@]}"; do
        echo ", \"$name.$state\": [$(figures "$work/$name.$state")]"
    done
done
echo "}"
