if [ -r /etc/profile.d/hosttools-aliases.sh ]; then . /etc/profile.d/hosttools-aliases.sh; fi
