#!/bin/sh
# Says which of the directories holds no snapshot younger than MAX_AGE_MINUTES; ends with 1 when there is one.
old=0
for directory in "$@"; do
    if [ -z "$(find "$directory" -mindepth 1 -maxdepth 1 -mmin "-$MAX_AGE_MINUTES" -print -quit)" ]; then
        echo "<4>No snapshot younger than $MAX_AGE_MINUTES minutes in $directory"
        old=1
    fi
done
exit "$old"
