if [[ -r "$HOME/.config/hosttools/session.sh" ]]; then . "$HOME/.config/hosttools/session.sh"; fi
export FROM_ENV=1
