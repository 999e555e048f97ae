#!/bin/sh
# Adds a line to today's notes: note call the plumber
set -eu
dir="${NOTES:-$HOME/notes}"
mkdir -p "$dir"
printf '%s %s\n' "$(date +%H:%M)" "$*" >> "$dir/$(date +%F).md"
