#!/bin/sh
# What each profile of data/printers.conf makes of one paper, drawn by a printer written for this test
# (escpos.py), and its codes read back by two readers.  Prints "ok" or "not ok" a check.
set -u
source=${top_srcdir:?} build=${top_builddir:?}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

# the one the system's packages are for, not another that comes first in PATH
python=/usr/bin/python3
for tool in "$python" zint qrencode zbarimg ZXingReader pdftotext pdftoppm; do
	command -v "$tool" >/dev/null || { echo "skipped: there is no $tool"; exit 77; }
done
"$python" -c 'import PIL' 2>/dev/null || { echo 'skipped: there is no PIL'; exit 77; }

verdict()   # name, 0 if it is well
{
	if [ "$2" -eq 0 ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		cat "$work/events"
		failed=1
	fi
}

value()   # profile, key
{
	sed -n "/^\[$1\]/,/^\[/s/^$2 = //p" "$source/data/printers.conf"
}

# Draws the paper of a profile; its events are in $work/events.
print_paper()
{
	rm -f "$work/paper.png"
	wide=$(value "$1" wide)
	"$build/tests/escpos_paper" "$1" 42 >"$work/bytes" &&
		"$python" "$source/tests/escpos.py" "$(value "$1" dots)" "$(value "$1" pages)" \
			"${wide:-none}" "$work/paper.png" <"$work/bytes" >"$work/events" 2>&1
}

shows()   # name, a line of the events (a pattern)
{
	grep -qE "$2" "$work/events"
	verdict "$1" $?
}

codes_read_back()
{
	zbarimg --nodbus -q "$work/paper.png" >"$work/read" 2>/dev/null
	ZXingReader "$work/paper.png" >>"$work/read" 2>/dev/null
	grep -q '^CODE-128:98000100000000012342$' "$work/read" && grep -q '"98000100000000012342"' "$work/read"
	verdict "$1: both readers read the number of the receipt" $?
	[ "$2" = no ] || grep -q '^QR-Code:https://shop.example/r/1-000123$' "$work/read"
	verdict "$1: and its address" $?
}

for profile in $(sed -n 's/^\[\(.*\)\]$/\1/p' "$source/data/printers.conf"); do
	print_paper "$profile"
	verdict "$profile: a printer of its kind knows every command, and no line is too wide" $?
	case $profile in
	impact)
		shows "$profile: what it cannot draw keeps its columns" '^text [?]{8}  *3\.00$'
		shows "$profile: numbers are written out" '^text 98000100000000012342$'
		;;
	*china*)
		shows "$profile: Chinese is text" '^text 街角 牛奶  *6\.00$'
		shows "$profile: large too" '^text/bL 合计  *33\.50$'
		codes_read_back "$profile" yes
		;;
	epson-japan)
		shows "$profile: Japanese is text" '^text ｱｲｽ ひらがな 日本  *5\.00$'
		codes_read_back "$profile" yes
		;;
	*)
		shows "$profile: the euro sign and accents are text" '^text Euro  *12\.50 €$'
		shows "$profile: Polish and Czech are text" '^text Żółć, Dvořák  *2\.00$'
		shows "$profile: Cyrillic is text" '^text Привет  *4\.00$'
		codes_read_back "$profile" yes
		;;
	esac
done
for profile in epson-80 epson-t88 epson-58 citizen; do
	print_paper "$profile"
	shows "$profile: Greek is text" '^text Ελληνικά  *3\.00$'
done
if grep -q '^#define HAVE_CAIRO' "$build/config.h"; then
	print_paper star
	shows 'what no page has is drawn' '^raster 504 x 24, [1-9][0-9]{2,} dots$'
	shows 'and large where it is large' '^raster 504 x 48, [1-9][0-9]{2,} dots$'
fi

# the same as a PDF; without cairo it has Latin letters only
"$build/tests/escpos_paper" pdf 42 >"$work/paper.pdf" && pdftotext -layout "$work/paper.pdf" "$work/events"
verdict 'a paper becomes a PDF' $?
shows 'with amounts in their column' '^ *Größe, façade, niño  *1\.00$'
if grep -q '^#define HAVE_CAIRO' "$build/config.h"; then
	shows 'and every script' '街角 *牛奶  *6\.00'
fi
rm "$work/paper.png"
pdftoppm -r 200 -png "$work/paper.pdf" "$work/page" && mv "$work"/page*.png "$work/paper.png"
codes_read_back PDF no
exit $failed
