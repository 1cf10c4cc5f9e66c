#!/bin/sh
# A room includes only rooms that stand before it in docs/architecture.md, and each foreign header
# stays in the room that keeps it.  Prints "ok" or "not ok" a room.
set -u
cd "${top_srcdir:-.}" || exit 99
status=0

# room and what it may include of ours; a whole header where only that one is allowed
rooms='
base      base
ledger    base ledger
shop      base ledger shop
checkout  base ledger shop checkout
devices   base devices
reports   base ledger shop checkout reports devices/printout.h devices/printout_layout.h
counter   base ledger shop checkout devices reports counter
screens   base ledger shop checkout devices reports counter screens
commands  base ledger shop checkout devices reports counter screens commands
'

# foreign header (a pattern), and the one room it may be seen in
foreign='
sodium\.h      base
jansson\.h     base
uni(norm|str|case|width|ctype|gbrk|wbrk|conv|types|lbrk)\.h  base
sqlite3\.h     ledger
libusb\.h      devices
cups/cups\.h   devices
(cairo.*|pango/.*)\.h  reports
termios\.h     devices|screens
curses\.h      screens
ncurses\.h     screens
termkey\.h     screens
getopt\.h      commands
check\.h       none
'

verdict()   # name, what is wrong ("" nothing)
{
	if [ -z "$2" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		printf '%s\n' "$2"
		status=1
	fi
}

included()   # room -> "file:line:header" of what it includes of ours
{
	grep -n -H -E '^[[:space:]]*#[[:space:]]*include "' "src/$1"/*.[ch] 2>/dev/null |
		sed -n 's/^\([^:]*:[0-9]*\):.*"\([^"]*\)".*/\1:\2/p'
}

while read -r room allowed; do
	[ -n "$room" ] || continue
	wrong=$(included "$room" | while IFS=: read -r file line header; do
		for one in $allowed; do
			case $header in "$one" | "$one"/*) continue 2 ;; esac
		done
		echo "$file:$line includes \"$header\""
	done)
	verdict "$room includes only the rooms before it" "$wrong"
done <<END
$rooms
END

while read -r header home; do
	[ -n "$header" ] || continue
	wrong=$(grep -n -H -E "^[[:space:]]*#[[:space:]]*include <$header>" src/*.[ch] src/*/*.[ch] 2>/dev/null |
		grep -v -E "^src/($home)/")
	verdict "<$(echo "$header" | tr -d '\\')> stays in $home" "$wrong"
done <<END
$foreign
END

# every .c begins with config.h, so that its switches hold for every header
wrong=$(for file in src/*.c src/*/*.c; do
	[ -f "$file" ] || continue
	grep -m 1 -E '^[[:space:]]*#[[:space:]]*include' "$file" | grep -q '<config.h>' || echo "$file"
done)
verdict "every file includes config.h first" "$wrong"

exit $status
