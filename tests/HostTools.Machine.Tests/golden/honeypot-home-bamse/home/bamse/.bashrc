if [ -r "$HOME/.config/hosttools/aliases.sh" ]; then . "$HOME/.config/hosttools/aliases.sh"; fi
case $- in *i*) if [ -r "$HOME/.config/hosttools/bashrc" ]; then . "$HOME/.config/hosttools/bashrc"; fi ;; esac
