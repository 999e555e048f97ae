if [ -r "$HOME/.config/hosttools/session.sh" ]; then . "$HOME/.config/hosttools/session.sh"; fi
if [ -n "${BASH_VERSION-}" ] && [ -z "${HOSTTOOLS_BASHRC-}" ] && [ -r ~/.bashrc ]; then . ~/.bashrc; fi
