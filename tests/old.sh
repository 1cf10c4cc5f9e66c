#!/bin/bash
# Shops of older releases go on selling with the program of today, and their backups come back.
set -u
ringup=${top_builddir:?}/ringup
: "${top_srcdir:?}"
work=$(mktemp -d "${TMPDIR:-/tmp}/ringup-XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
export HOME=$work LC_ALL=C.UTF-8 LANGUAGE= TZ=Europe/Berlin
unset RINGUP_SHOP
cd "$work" || exit 99
failed=0

verdict()       # name, 0 or not
{
	if [ "$2" -eq 0 ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		failed=1
	fi
}

# name, then pairs of a part and the number of the answer it stands in; the script on stdin
rings()
{
	local name=$1 ok=0
	shift
	"$ringup" ring --shop shop - >out 2>err || ok=1
	while [ $# -gt 0 ]; do
		sed -n "$1p" out | grep -qF -- "$2" || { ok=1; echo "  answer $1 lacks $2"; }
		shift 2
	done
	verdict "$name" $ok
	[ $ok -eq 0 ] || sed 's/^/  | /' out err
}

whole()         # name
{
	"$ringup" verify --signatures --shop shop >out 2>&1 && "$ringup" rebuild --shop shop >>out 2>&1
	verdict "$1" $?
	grep -q 'All is well' out && grep -q 'what the entries say' out
	verdict "$1: and says so" $?
}

for archive in "$top_srcdir"/tests/old/version-*.tar.gz; do
	version=$(basename "$archive" .tar.gz)
	rm -rf shop back
	tar -xzf "$archive" || exit 99
	rings "$version: the basket that was open is sold, goods come back, the day is closed" \
		1 '"asks":"old-day"' 3 '"total":"3.48"' 4 '"sale":"1-' \
		5 '"total":"-3.50"' 7 '"sale":"1-' 8 '"lines":1' 9 '"total":"22.40"' 12 '"sale":"1-' \
		14 '"to-bank":"0.00"' 15 '"z":2' <<-'END'
		sign-on 1 246810
		answer go-on
		total
		cash 10
		return 1-000001 4 "late"
		total
		cash
		recall 1
		item 2002
		total
		card 10
		cash 20
		count cash 100
		close-shift 100 0 "not looked"
		close-day
	END
	printf 'sign-on 1 246810\nopen-shift 100\nreturn 1-000001 4 "again"\n' |
		"$ringup" ring --keep-going --shop shop - >out 2>&1
	grep -q 'has come back already' out
	verdict "$version: nothing comes back twice" $?
	whole "$version: all of it is whole"
	rm -rf shop.sold
	mv shop shop.sold
	"$ringup" restore --shop shop shop.sold/backup/ringup-1-2025* >out 2>&1
	verdict "$version: its own backup comes back" $?
	whole "$version: the backup is whole"
done
[ -n "${version:-}" ]
verdict 'there are shops of older releases' $?
exit $failed
