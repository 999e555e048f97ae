# Written by HostTools from home.shellAliases.
alias ll='ls -l'
