# Written by HostTools from environment.variables.
export CI="true"
export DEBIAN_FRONTEND="noninteractive"
export EDITOR="vim"
export LANG="C.UTF-8"
export PATH="$HOME/.local/bin:$PATH"
