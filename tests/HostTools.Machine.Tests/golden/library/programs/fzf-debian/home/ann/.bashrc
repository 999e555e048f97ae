case $- in *i*) if [ -r "$HOME/.config/hosttools/bashrc" ]; then . "$HOME/.config/hosttools/bashrc"; fi ;; esac
