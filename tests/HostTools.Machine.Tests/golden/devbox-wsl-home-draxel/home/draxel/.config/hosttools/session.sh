# Written by HostTools from home.sessionVariables and home.sessionPath.
if [ -n "${__HOSTTOOLS_SESSION-}" ]; then return; fi
export __HOSTTOOLS_SESSION=1
export EDITOR="nvim"
export LESS="-FRX"
export PATH="$HOME/.local/bin:$PATH"
