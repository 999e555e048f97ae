# Written by HostTools from environment.shellAliases.
alias ..='cd ..'
alias ll='ls -l'
alias say='echo '\''it'\'''\''s'\'' "$HOME"'
