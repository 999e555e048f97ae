if [ -r "$HOME/.config/hosttools/aliases.sh" ]; then . "$HOME/.config/hosttools/aliases.sh"; fi
