# Written by HostTools from home.shellAliases.
alias gs='git status --short'
alias ll='ls -lh'
