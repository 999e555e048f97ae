# Written by HostTools from home.shellAliases.
alias bat=batcat
