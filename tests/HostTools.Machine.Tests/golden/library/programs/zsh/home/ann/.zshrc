if [[ -r "$HOME/.config/hosttools/zshrc" ]]; then . "$HOME/.config/hosttools/zshrc"; fi
