# Written by HostTools from home.sessionVariables and home.sessionPath.
if [ -n "${__HOSTTOOLS_SESSION-}" ]; then return; fi
export __HOSTTOOLS_SESSION=1
export EDITOR="nvim"
export GREETING="she said \"hi\" for 5\$ \`x\` \\ $USER"
export MANPATH="$HOME/man:$MANPATH"
export TIMEOUT="30"
export XDG_CACHE_HOME="/home/ann/.local/cache"
export XDG_STATE_HOME="/home/ann/.state"
export PATH="$HOME/.local/bin:$HOME/my tools:$PATH"
