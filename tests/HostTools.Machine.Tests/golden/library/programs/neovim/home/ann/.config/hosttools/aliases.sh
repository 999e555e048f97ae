# Written by HostTools from home.shellAliases.
alias vi=nvim
alias vim=nvim
alias vimdiff='nvim -d'
