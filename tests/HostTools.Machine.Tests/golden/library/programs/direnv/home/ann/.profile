if [ -n "${BASH_VERSION-}" ] && [ -z "${HOSTTOOLS_BASHRC-}" ] && [ -r ~/.bashrc ]; then . ~/.bashrc; fi
