if [ -r "$HOME/.config/hosttools/session.sh" ]; then . "$HOME/.config/hosttools/session.sh"; fi
