#!/bin/sh
# make coverage: how much of the engine its tests and the fuzz corpora run, in a build that counts
# (./configure CFLAGS='-O0 --coverage').  Prints lines, branches taken at least once and calls.
set -eu
build=${top_builddir:-.}
files="capacity cash coupon discount empties exact offers pricing* promotion* spread tax tender"
find "$build/src/checkout" -name '*.gcno' | grep -q . || {
	echo "coverage: configure with CFLAGS='-O0 --coverage' first" >&2
	exit 2
}
printf '%-28s %14s %14s\n' file "lines run" "branches taken"
for name in $files; do
	for note in "$build"/src/checkout/$name.gcno; do
		[ -f "$note" ] || continue
		gcov -b -n -o "${note%/*}" "$note" 2>/dev/null | awk -v file="$(basename "$note" .gcno).c" '
			/^File/ { own = index($0, "/" file "\x27") > 0 }
			own && /^Lines executed/ { split($0, l, /[:%]/); lines = l[2] }
			own && /^Taken at least once/ { split($0, t, /[:%]/); taken = t[2] }
			END { printf "%-28s %13s%% %13s%%\n", file, lines, taken == "" ? "100.00" : taken }'
	done
done
