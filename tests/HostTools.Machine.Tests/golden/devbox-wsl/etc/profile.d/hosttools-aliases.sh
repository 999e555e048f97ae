# Written by HostTools from environment.shellAliases.
alias clip=clip.exe
alias open=wslview
