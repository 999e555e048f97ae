# Written by HostTools from home.shellAliases.
alias ll='ls -lh'
alias say='echo '\''it is'\'' $HOME'
