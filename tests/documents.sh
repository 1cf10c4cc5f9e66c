#!/bin/sh
# What is not C but must be right too: man pages, and the files a system installs.
set -u
top=${top_srcdir:-.}
build=${top_builddir:-.}
status=0

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

have()
{
	[ -n "${1:-}" ] && [ "$1" != : ] && [ "$1" != no ] && command -v "$1" >/dev/null && return
	echo "left out: ${2:-$1} is not there"
	return 1
}

# ---- man pages ----

if have "${MANDOC:-mandoc}" mandoc; then
	for page in "$top"/man/*.[1-9]; do
		verdict "${page##*/} is clean for mandoc" \
			"$("${MANDOC:-mandoc}" -Tlint -Wstyle "$page" | grep -v 'referenced manual not found')"
	done
fi

# pages refer to pages that are there
verdict "man pages refer to pages that exist" "$(
	sed -n 's/^\.Xr \(ringup[^ ]*\) \([0-9]\).*/\1.\2/p' "$top"/man/*.[1-9] | sort -u | while read -r page; do
		[ -f "$top/man/$page" ] || echo "$page"
	done
)"

# every subcommand and every option of it stands in ringup(1)
if [ -x "$build/ringup" ]; then
	words=$("$build/ringup" help --words)
	[ -n "$words" ] || words='nothing'
	wrong=$(printf '%s\n' "$words" | while read -r name options; do
		part=$(awk -v head=".Ss $name" '$0 == head { on = 1; next } /^\.S[sh] / { on = 0 } on' "$top/man/ringup.1")
		[ -n "$part" ] || { echo "ringup $name"; continue; }
		for option in $options; do
			option=${option%=}
			printf '%s\n' "$part" | grep -q -E -- "Fl -${option#--}( |\$)" || echo "ringup $name $option"
		done
	done)
	verdict "ringup(1) has every subcommand with its options" "$wrong"
fi

# Files that the documents name: with a folder (src/ and room/ may be left out), or by their ending.
# Patterns count if something fits.  `room/noun` stands for its .c or .h.
is_named_right()
{
	name=$1
	for place in "$top/$name" "$top/src/$name" "$top/src/$name.c" "$top/src/$name.h"; do
		for file in $place; do
			[ -e "$file" ] && return
		done
	done
	case $name in
	*/*) return 1 ;;
	esac
	[ -n "$(find "$top/src" "$top/tests" "$top/data" "$top/scripts" -name "$name" | head -n 1)" ]
}

quoted='`[^`]*`'
verdict "documents name files that exist" "$(
	for page in "$top"/README "$top"/docs/*.md; do
		grep -o "$quoted" "$page" | tr -d '`' | sort -u | while read -r name; do
			case $name in
			*[!A-Za-z0-9_./*-]* | /* | */) continue ;;
			base/* | ledger/* | shop/* | checkout/* | devices/* | reports/* | sync/* | counter/* | screens/* | \
				commands/* | src/* | tests/* | data/* | docs/* | po/* | man/* | scripts/* | *.c | *.sh | *.conf)
				is_named_right "$name" || echo "${page##*/}: $name" ;;
			esac
		done
	done
)"

# The tour of a room: the first column of its table, each a file of the room.
tour()   # heading, room
{
	awk -v heading="## $1" '
		/^## / { on = $0 == heading }
		on && /^\| `/ { split($0, cell, "|"); print cell[2] }' "$top/docs/architecture.md" |
		grep -o "$quoted" | tr -d '`' | while read -r name; do
		[ -f "$top/src/$2/$name.c" ] || [ -f "$top/src/$2/$name.h" ] || echo "$2/$name"
	done
}

verdict "the tour of the till names its files" "$(tour 'Inside the till' checkout)"
verdict "the tour of the ledger too" "$(tour 'Inside the ledger' ledger)"
verdict "a tour has something to name" "$([ -n "$(tour 'Inside the till' nowhere)" ] || echo nothing)"

# ringup-keys(5) is written by the program (make update-man)
if [ -x "$build/ringup" ]; then
	verdict "ringup-keys(5) is what ringup keys --mdoc writes" "$(
		LC_ALL=C.UTF-8 LANGUAGE=en "$build/ringup" keys --shop "$build/none" --mdoc |
			diff - "$top/man/ringup-keys.5" | head -n 20
	)"
fi

# the screen in README is the one the screen tests compare the program with
verdict "the screen in README is the program's" "$(
	sed '/^-- cursor/,$d; s/^/    /; s/ *$//' "$top/tests/screens/deposit_and_promotion.screen" |
		while IFS= read -r line; do
			[ -z "$line" ] || grep -qxF -- "$line" "$top/README" || printf '%s\n' "$line"
		done
)"

# ---- what a system installs ----

if have desktop-file-validate; then
	verdict "the desktop entry is valid" "$(desktop-file-validate "$top/data/ringup.desktop" 2>&1)"
fi
if have appstreamcli; then
	verdict "the metainfo is valid" "$(
		appstreamcli validate --no-net "$top"/data/*.metainfo.xml >/dev/null 2>&1 ||
			appstreamcli validate --no-net "$top"/data/*.metainfo.xml
	)"
fi
if have systemd-analyze; then
	unit=$(mktemp -d)/ringup.service
	sed 's,@bindir@,/usr/bin,' "$top/data/ringup.service.in" >"$unit"
	if systemd-analyze --help 2>/dev/null | grep -q offline; then
		verdict "the unit is locked down" "$(
			systemd-analyze security --offline=yes --threshold=20 "$unit" >/dev/null 2>&1 ||
				systemd-analyze security --offline=yes "$unit" 2>&1 | tail -n 1
		)"
	fi
	rm -r "${unit%/*}"
fi

exit $status
