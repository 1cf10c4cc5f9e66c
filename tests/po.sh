#!/bin/sh
# Every translation is a catalogue that msgfmt accepts (formats, plurals, header), and every
# language has one.
set -u
cd "${top_srcdir:-.}/po" || exit 99
msgfmt=${MSGFMT:-msgfmt}
status=0

if ! command -v "$msgfmt" >/dev/null; then
	echo "msgfmt is not installed"
	exit 77
fi

verdict()   # name, exit status of the command before
{
	if [ "$2" -eq 0 ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		status=1
	fi
}

for language in $(cat LINGUAS); do
	"$msgfmt" --check --check-domain -o /dev/null "$language.po"
	verdict "$language.po is a good catalogue" $?
	grep -q "^\"Language: $language\\\\n\"\$" "$language.po"
	verdict "$language.po says that it is $language" $?
done

for file in *.po; do
	grep -q -x "${file%.po}" LINGUAS
	verdict "$file is in LINGUAS" $?
done

exit $status
