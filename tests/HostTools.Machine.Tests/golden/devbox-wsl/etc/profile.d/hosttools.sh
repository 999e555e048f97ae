# Written by HostTools from environment.variables.
export BROWSER="wslview"
export EDITOR="vim"
export PATH="$HOME/.local/bin:$PATH"
