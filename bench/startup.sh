#!/usr/bin/env bash
# Start-up times of the executable, interleaved with their floor: hosttools --version against an empty executable, and a cold plan.
# Prints one JSON object. Import-Module is measured by import.sh.
# Usage: bench/startup.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 LC_ALL=C.UTF-8
rid=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)

mkdir "$work/empty"
cat > "$work/empty/empty.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <InvariantGlobalization>true</InvariantGlobalization>
    <PublishReadyToRun>true</PublishReadyToRun>
    <SelfContained>false</SelfContained>
  </PropertyGroup>
</Project>
XML
echo 'return 0;' > "$work/empty/Program.cs"
dotnet publish "$work/empty" -c Release -r "$rid" -o "$work/floor" -v q >&2
dotnet publish src/HostTools.Cli -c Release -r "$rid" -o "$work/cli" -v q >&2

milliseconds() { # runs a command, prints its wall time
    local start=$EPOCHREALTIME
    "$@" > /dev/null
    local end=$EPOCHREALTIME
    echo $(( (${end/./} - ${start/./}) / 1000 ))
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((i = 0; i < runs; i++)); do
    milliseconds "$work/floor/empty" >> "$work/empty.ms"
    milliseconds "$work/cli/hosttools" --version >> "$work/version.ms"
    milliseconds "$work/cli/hosttools" plan toaster --path examples/homelab --root "$work/out" >> "$work/plan.ms"
done

number() { if [ -s "$work/$1.ms" ]; then median < "$work/$1.ms"; else echo null; fi; }
least() { if [ -s "$work/$1.ms" ]; then sort -n "$work/$1.ms" | head -n 1; else echo null; fi; }
cat <<JSON
{
  "commit": "$(git rev-parse --short HEAD 2> /dev/null || echo none)", "runs": $runs, "unit": "ms", "values": "median, least",
  "emptyExecutable": [$(number empty), $(least empty)],
  "version": [$(number version), $(least version)],
  "planCold": [$(number plan), $(least plan)]
}
JSON
