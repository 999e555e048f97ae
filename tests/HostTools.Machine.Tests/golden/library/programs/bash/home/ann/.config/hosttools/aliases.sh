# Written by HostTools from home.shellAliases.
alias g=git
alias ll='ls -l'
