print bye
