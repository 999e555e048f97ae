# Written by HostTools from environment.variables.
export EDITOR="vim"
export LIBVA_DRIVER_NAME="iHD"
export PATH="$HOME/.local/bin:$PATH"
