#!/bin/bash
# Every subcommand from a shell: exit status, text, wrong use; and a whole day by script.
set -u
ringup=${top_builddir:?}/ringup
: "${top_srcdir:?}"
work=$(mktemp -d "${TMPDIR:-/tmp}/ringup-XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
shop=$work/shop
export HOME=$work XDG_DATA_HOME=$work/data LC_ALL=C.UTF-8 LANGUAGE=
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

# name, exit status, a part of what it says (stdout and stderr), then the arguments
says()
{
	local name=$1 status=$2 part=$3 got
	shift 3
	timeout 60 "$ringup" "$@" >out 2>err </dev/null
	got=$?
	cat out err >both
	if [ $got -eq "$status" ] && { [ -z "$part" ] || grep -qF -- "$part" both; }; then
		verdict "$name" 0
	else
		verdict "$name" 1
		echo "  ringup $*: status $got, expected $status and \"$part\""
		sed 's/^/  | /' both | head -20
	fi
}

# name, exit status, then pairs of part and line number of the answers; the script on stdin
rings()
{
	local name=$1 status=$2 got ok=0
	shift 2
	cat >script
	timeout 60 "$ringup" ring --shop "$shop" "${options[@]}" script >out 2>err </dev/null
	got=$?
	[ $got -eq "$status" ] || ok=1
	while [ $# -gt 0 ]; do
		sed -n "$1p" out | grep -qF -- "$2" || { ok=1; echo "  line $1 lacks $2"; }
		shift 2
	done
	verdict "$name" $ok
	[ $ok -eq 0 ] || { echo "  status $got, expected $status"; sed 's/^/  | /' out err; }
}
options=()

# ---- what is the same for all ----

words=$("$ringup" help --words | cut -d' ' -f1)
[ "$(echo "$words" | wc -l)" -ge 15 ]
verdict 'help --words lists the subcommands' $?
for word in $words; do
	says "$word --help shows its usage" 0 "Usage: ringup $word" "$word" --help
	[ ! -s err ]
	verdict "$word --help says nothing else" $?
	says "help $word is the same" 0 "Usage: ringup $word" help "$word"
	says "$word refuses an unknown option" 2 'there is no option --nonsense' "$word" --nonsense
	says "$word refuses a short option" 2 'there is no option' "$word" -Q
	says "$word refuses words too many" 2 'Usage:' "$word" a b c d e f
done
says 'help alone lists them all' 0 'rebuild' help
says '--help is help' 0 'rebuild' --help
says '--version is version' 0 'ringup ' --version
says 'about names the license' 0 'GNU General Public License' about
says 'an unknown subcommand is refused' 2 'there is no command "steal"' steal
says 'help for an unknown one is refused' 2 'no such subcommand' help steal
says 'an option without its value is refused' 2 '--shop needs a value' verify --shop
says 'a value where none belongs is refused' 2 '--training takes no value' ring --training=yes
says 'hostile words do not reach the terminal' 2 'there is no option' verify "$(printf -- '--\033[2J\303')"
! grep -q "$(printf '\033')" both
verdict 'no escape sequence is written back' $?

"$ringup" help --words | while read -r word rest; do
	grep -qxF -- "$word${rest:+ $rest}" "$top_srcdir/data/completion/ringup" || { echo "  $word $rest"; exit 1; }
done
verdict 'the completion knows every subcommand and option' $?
(
	# shellcheck disable=SC1091
	. "$top_srcdir/data/completion/ringup"
	COMP_WORDS=(ringup ver) COMP_CWORD=1
	_ringup
	[ "${COMPREPLY[*]}" = "verify version" ] || exit 1
	COMP_WORDS=(ringup ring --tr) COMP_CWORD=2
	_ringup
	[ "${COMPREPLY[*]}" = --training ]
)
verdict 'the completion completes' $?

# ---- without a shop ----

for word in verify rebuild 'report x' settings; do
	# shellcheck disable=SC2086
	says "$word without a shop says so" 1 '' $word --shop "$work/none"
done
says 'ring without a shop says so' 1 '' ring --shop "$work/none"
says 'the till wants a terminal' 1 'on a terminal' sell --shop "$work/none"
[ ! -e "$work/none" ]
verdict 'nothing of this makes a folder' $?

# ---- init ----

says 'init wants a name and a country' 2 '--name and --country' init --shop "$shop"
says 'init refuses an unknown country' 1 'XX' init --shop "$shop" --name Shop --country XX
says 'init refuses a till number out of range' 2 'from 1 to 9999' init --shop "$shop" --name S --country DE --till 10000
says 'init refuses an unknown currency' 1 'ABC' init --shop "$shop" --name S --country DE --currency ABC
says 'init refuses unknown departments' 1 'zoo' init --shop "$shop" --name S --country DE --departments zoo
says 'a name of nothing but controls is none' 2 '--name' init --shop "$shop" --name "$(printf '\001\002')" --country DE
[ ! -e "$shop/ledger.db" ]
verdict 'a refused init makes nothing' $?
echo 1234 >pin
"$ringup" init --shop "$shop" --name S --country DE --pin-fd 3 3<pin >out 2>&1
[ $? -eq 1 ]
verdict 'init refuses a short PIN for the manager' $?
echo 246810 >pin
"$ringup" init --shop "$shop" --name 'Corner Shop' --address 'High Street 1' --address '12345 Town' \
	--tax-number DE123456789 --country DE --manager Anna --departments grocery --pin-fd 3 \
	--recovery "$work/recovery" 3<pin >out 2>err
verdict 'init makes a shop' $?
[ "$(stat -c %a "$shop")" = 750 ] && [ "$(stat -c %a "$work/recovery")" = 600 ]
verdict 'its folder and its recovery sheet are closed to others' $?
! grep -rq 246810 "$shop"
verdict 'the PIN is nowhere in the folder' $?
says 'a second init is refused' 1 '' init --shop "$shop" --name Shop --country DE
"$ringup" init --shop third --name Third --country GB --recovery other-sheet >out 2>&1
says 'the recovery sheet is shown once without a file' 0 'Write this down' init --shop "$work/other" --name Other \
	--country CH --till 7

# ---- settings ----

says 'settings are listed' 0 'name = Corner Shop' settings --shop "$shop"
says 'one setting is shown' 0 'address = High Street 1\n12345 Town' settings --shop "$shop" address
says 'an unknown setting is refused' 1 'no such setting' settings --shop "$shop" colour
says 'paper speaks another language' 0 '' settings --shop "$shop" language en
says 'a setting is changed' 0 '' settings --shop "$shop" printer "text:$work/paper.txt"
says 'and stays' 0 "printer = text:$work/paper.txt" settings --shop "$shop" printer
says 'a wrong value is refused' 1 '' settings --shop "$shop" receipt-cols 7

# ---- import ----

cat >items.csv <<-'END'
	number,name,price,gtins,department,unit
	1012,Bananas,1.99,,2,kg
	2001,Cola 1 l,1.49,4006381333931,1,
	2002,"Tea, green",2.50,96385074,1,
END
says 'a dry run says what would be' 0 'Would be: 3 new' import items items.csv --shop "$shop" --dry-run
says 'items are imported' 0 '3 new, 0 changed, 0 as before' import items items.csv --shop "$shop"
says 'the same again changes nothing' 0 '0 new, 0 changed, 3 as before' import items items.csv --shop "$shop"
printf 'number,name,price,gtins\n3,Bad,1.00,4006381333932\n4,Worse,x,\n' >bad.csv
says 'bad rows are named' 1 'line 2' import items bad.csv --shop "$shop"
says 'all of them' 1 'line 3' import items bad.csv --shop "$shop"
printf 'number,name,price,gtins\n3,Bad,1.00,4006381333932\n' >bad.csv
says 'a wrong check digit is taken when asked for' 0 '1 new' import items bad.csv --shop "$shop" --accept-bad-gtins
says 'what cannot be imported is refused with what can' 2 'none of: items prices' import stock items.csv --shop "$shop"
printf 'number,price,from\n2001,1.59,2099-01-01\n1012,2.05,\n' >prices.csv
says 'prices come with their beginning' 0 '1 new, 1 changed' import prices prices.csv --shop "$shop"
says 'and go out again' 0 '2001,,,1.59,2099-01-01 00:00' export prices --shop "$shop"
printf 'name,effect,buy,get,items\nTeas,buy_x_get_y,2,1,2002\n' >promotions.csv
says 'promotions are imported' 0 '1 new' import promotions promotions.csv --shop "$shop"
printf 'name,effect\nTeas,give_away\n' >bad.csv
says 'one the till cannot carry out is refused' 1 'effect' import promotions bad.csv --shop "$shop"
printf 'number,name,groups\n17,Ann Other,VIP\n' >customers.csv
says 'customers are imported' 0 '1 new' import customers customers.csv --shop "$shop"
says 'customers are listed' 0 'Ann Other' customers --shop "$shop"
says 'and found by a part of the name' 0 'VIP' customers --shop "$shop" oth
says 'nobody of that name is said so' 1 'there is no customer zoe' customers --shop "$shop" zoe
for kind in prices taxes promotions customers groups staff; do
	says "$kind go out" 0 '' export $kind "$kind.out" --shop "$shop"
	says "and in again without a change" 0 '0 new, 0 changed' import $kind "$kind.out" --shop "$shop"
done
says 'a customer is forgotten' 0 'Customer 17 is forgotten' customers --shop "$shop" --forget 17
says 'and is gone' 1 'customer 17 was forgotten' customers --shop "$shop" --forget 17
says 'the number is not given again' 1 'customer 17 was forgotten' import customers customers.csv --shop "$shop"
says 'promotions go out as JSON' 0 '' export promotions out.json --shop "$shop"
says 'and in again' 0 '0 new, 0 changed, 1 as before' import promotions out.json --shop "$shop"
says 'labels of what changed' 0 '2,05       2,05 / kg' labels --shop "$shop" --changed-since 2026-01-01
says 'labels of some items' 0 '2,50                  96385074' labels --shop "$shop" --items 2002
says 'with the prices to come' 0 '1,59' labels --shop "$shop" --items 2001 --on 2099-01-01
says 'as sheets' 0 '2 labels' labels --shop "$shop" --items 2001,2002 --format pdf labels.pdf
[[ $(head -c 5 labels.pdf) == %PDF- ]]
verdict 'of PDF' $?
says 'reduced ones have a number' 0 '94000000000000000016  before 2,50, until 31.12.2099: dented' labels --shop "$shop" --reduced 2002 --price 1 --reason dented --until 2099-12-31
says 'and are cheaper' 1 'no reduction' labels --shop "$shop" --reduced 2002 --price 3 --reason dented --until 2099-12-31
says 'they say why' 1 'say why' labels --shop "$shop" --reduced 2002 --price 1 --reason ' ' --until 2099-12-31
says 'and have a day to come' 1 'has passed' labels --shop "$shop" --reduced 2002 --price 1 --reason dented --until 2001-12-31
says 'an item that is none has no label' 1 'no item 77' labels --shop "$shop" --items 77
says 'labels of nothing are not asked for' 2 'is needed' labels --shop "$shop"
says 'a format is text, pdf or printer' 2 'text, pdf or printer' labels --shop "$shop" --items 2001 --format paper
says 'a kind that is none is refused' 2 'none of' export cats --shop "$shop"
printf 'name,active\nTeas,no\n' >promotions.csv
says 'and is switched off' 0 '0 new, 1 changed' import promotions promotions.csv --shop "$shop"
says 'a file that is not there is named' 1 'nothing.csv' import items nothing.csv --shop "$shop"

# ---- a day ----

options=(--pin-fd 3)
exec 3<pin
rings 'the morning' 0 1 '"ok":true,"state":"ready"' 2 '"ok":true' <<-'END'
	ringup 1    # the grammar of this file
	# the manager comes first
	sign-on 1 -
	open-shift 100.00
END
exec 3<&-
options=()
printf '\xEF\xBB\xBFringup 1\nfind x\n' >marked
says 'a byte order mark is no command' 1 '"the till is locked' ring --shop "$shop" marked
rings 'a PIN written - needs a descriptor' 1 1 'name it with --pin-fd' <<-'END'
	sign-on 1 -
END
rings 'a wrong PIN is refused' 1 1 '"ok":false,"state":"locked"' <<-'END'
	sign-on 1 135791
END
rings 'nobody sells at a locked till' 1 1 '"ok":false,"state":"locked"' <<-'END'
	ring 4006381333931
END
rings 'a sale, paid half in cash and half by card' 0 \
	3 '"state":"ringing"' 4 '"state":"ringing"' 7 '"state":"tendering"' 9 '"sale":"1-000001"' <<-'END'
	sign-on 1 246810
	quantity 3
	ring 4006381333931
	weight 0.786
	item 1012
	open 1 3.50
	total
	card 5.00 4711 visa 1234
	cash 10.00
END
grep -q '"change":"[0-9.]*"' out
verdict 'the answer names the change' $?
rings 'the first refused line ends the run' 1 2 '"ok":false' <<-'END'
	sign-on 1 246810
	cash 5.00
	ring 4006381333931
END
[ "$(wc -l <out)" -eq 2 ]
verdict 'and nothing after it is done' $?
options=(--keep-going)
rings 'unless told to keep going' 1 2 '"ok":false' 3 '"ok":false' 4 '"ok":true' 6 '"sale":"1-000002"' <<-'END'
	sign-on 1 246810
	fly
	cash
	ring 96385074
	total
	cash 2.50
END
options=()
rings 'two lines come back, a third time is refused' 1 2 '"ok":true' 4 '"ok":true' 7 '"ok":false' <<-'END'
	sign-on 1 246810
	return 1-000001 1 2 "wrong sort"
	total
	refund card
	return 1-000001 1 1
	total
	return 1-000001 1 3
END
rings 'the basket waits for the next run and can be given up' 0 1 '"state":"ringing"' 2 '"state":"ready"' <<-'END'
	sign-on 1 246810
	cancel "left over"
END
rings 'grammar 2 is not known' 1 1 'speaks grammar 1' <<-'END'
	ringup 2
	sign-on 1 246810
END
printf 'sign-on 1 246810\n%2000s\n' x >long
says 'a line too long is refused' 1 'the line is too long' ring --shop "$shop" long
printf 'sign-on 1\0 246810\n' >nul
says 'a NUL byte is refused' 1 'NUL byte' ring --shop "$shop" nul
says 'a script that is not there is named' 1 'there is no file' ring --shop "$shop" nothing
says '--pin-fd wants a number' 2 '--pin-fd' ring --shop "$shop" --pin-fd x
says '--pin-fd wants an open descriptor' 2 'is not open' ring --shop "$shop" --pin-fd 77
head -c 20000 /dev/urandom >noise
timeout 60 "$ringup" ring --keep-going --shop "$shop" noise >out 2>&1
[ $? -eq 1 ]
verdict 'noise is refused line by line' $?

says 'an open shift has an X report' 0 '' report x --shop "$shop"
says 'also as PDF' 0 '%PDF-' report x --shop "$shop" --pdf
says 'also as JSON' 0 '{"report":"x"' report x --shop "$shop" --json
says 'there is no Z yet' 1 'no Z report' report z --shop "$shop"
says 'nor a closed shift' 1 'no shift is closed' report shift --shop "$shop"
says 'a report is named right' 2 'no such report' report y --shop "$shop"

says 'training does not begin in an open day' 1 'after its Z' ring --shop "$shop" --training script
cash=$("$ringup" report x --shop "$shop" --json | sed -n 's/.*"expected":"\([0-9.]*\)".*/\1/p')
rings 'the evening' 0 3 '"ok":true' 4 '"z":1' <<-END
	sign-on 1 246810
	count cash $cash
	close-shift 100.00
	close-day
	sign-off
END
options=(--training)
rings 'training has its own numbers' 0 1 '"series":"training"' 5 '"sale":"1-T000001"' <<-'END'
	sign-on 1 246810
	open-shift 50.00
	ring 96385074
	total
	cash 5.00
	count cash 52.50
	close-shift
	close-day
	training off
END
options=()
says 'the Z is kept' 0 '1' report z 1 --shop "$shop"
says 'as JSON' 0 '{"report":"z","number":1' report z --shop "$shop" --json
says 'the shift too' 0 '{"report":"shift"' report shift --shop "$shop" --json
says 'a day has its paper' 0 'DAY REPORT' report day --shop "$shop"
says 'and the day' 0 '{"report":"day"' report day --shop "$shop" --json
says 'Z 2 is not there' 1 '' report z 2 --shop "$shop"
says 'a date that is none is refused' 1 '' report day 2026-13-01 --shop "$shop"
[ "$(grep -c '1-000001' paper.txt)" -ge 1 ]
verdict 'the receipts are on paper' $?

# ---- while a till is open ----

printf 'number,name,price\n2003,Coffee,5.50\n' >more.csv
mkdir stick
coproc till { "$ringup" ring --shop "$shop" 2>&1; }
ask()
{
	echo "$1" >&"${till[1]}"
	read -r answer <&"${till[0]}"
}
ask 'sign-on 1 246810'
[[ $answer == *'"ok":true'* ]]
verdict 'a script from another program is answered line by line' $?
printf 'sign-on 1 246810\n' >script
says 'a second till is refused' 4 '' ring --shop "$shop" script
says 'settings are changed at the till then' 4 'manager menu' settings --shop "$shop" language de
says 'settings can be read' 0 'Corner Shop' settings --shop "$shop" name
says 'an import waits' 0 'before its next basket' import items more.csv --shop "$shop"
says 'reports can be read' 0 '{"report":"z"' report z --shop "$shop" --json
says 'verify walks the journal' 0 'All is well' verify --shop "$shop"
says 'a backup can be made' 0 'was checked' backup stick --shop "$shop"
ask 'open-shift 100.00'
ask 'check 2003'
[[ $answer == *Coffee* ]]
verdict 'the open till took the import in' $?
ask 'count cash 100.00'
ask 'close-shift 100.00'
ask 'close-day'
to_till=${till[1]}
exec {to_till}>&-
# shellcheck disable=SC2154
wait "$till_PID"
verdict 'it ends when its script ends' $?
rm -r stick

# ---- is it true? ----

says 'verify finds nothing wrong' 0 'All is well' verify --shop "$shop"
says 'with every signature' 0 'All is well' verify --shop "$shop" --signatures
hash=$("$ringup" verify --shop "$shop" | sed -n 's/^Last entry: \([0-9]*\), \([0-9a-f]*\)\..*/\1=\2/p')
says 'the last entry is an anchor' 0 'paper agrees' verify --shop "$shop" --anchor "$hash"
says 'so is the code on a Z report' 0 'paper agrees' verify --shop "$shop" --anchor "ringup:z:1:${hash%=*}:${hash#*=}"
printed=$("$ringup" report z 1 --shop "$shop" | tr -d '\n' | sed 's/.*Hash \([0-9a-f ]*\)Next key.*/\1/')
says 'and what is printed on it' 0 'paper agrees' verify --shop "$shop" --anchor "Z1=$printed"
says 'a paper that disagrees is found' 3 'another in the journal' verify --shop "$shop" \
	--anchor "${hash%????????}00000000"
says 'a paper of a lost sale is found' 3 'not in the journal' verify --shop "$shop" --anchor 1-000999=12345678
says 'an anchor is written right' 2 'what is on the paper' verify --shop "$shop" --anchor 12345
says 'rebuild finds no difference' 0 'what the entries say' rebuild --shop "$shop"
says 'repair has nothing to do' 0 'what the entries say' rebuild --shop "$shop" --repair

# ---- backup and restore ----

mkdir stick
says 'a backup is made and checked' 0 'was checked' backup stick --shop "$shop"
copy=$(ls -d stick/ringup-*)
[ ! -e "$copy/keys" ]
verdict 'no secret goes along' $?
says 'a backup needs a place' 2 'something is missing' backup --shop "$shop"
says 'which has to be there' 1 'not there' backup "$work/nowhere/at/all" --shop "$shop"
says 'it can be restored' 0 'is restored' restore "$copy" --shop "$work/again"
says 'not over a shop' 1 '' restore "$copy" --shop "$shop"
says 'nor from nothing' 1 '' restore "$work/nothing" --shop "$work/fourth"
says 'what was restored is whole' 0 'All is well' verify --shop "$work/again"

printf 'sign-on 1 246810\n' >script
says 'but does not sell without its key' 1 'ringup recover' ring --shop again script
says 'a sheet of another till is refused' 1 'of another till' recover --shop "$shop" --recovery other-sheet
sed 's/ROOT ..../ROOT 0000/' recovery >mistyped
says 'a mistyped sheet is refused' 1 'mistyped' recover --shop again --recovery mistyped
echo 975310 >pin
"$ringup" recover --shop again --recovery recovery --pin-fd 3 3<pin >out 2>err
verdict 'the recovery sheet gives it a key and the manager a PIN' $?
printf 'sign-on 1 975310\nsign-off\n' >script
says 'it sells again' 0 '"ok":true,"state":"ready"' ring --shop again script
says 'and is still whole' 0 'All is well' verify --shop again --signatures
says 'without a sheet nothing is recovered but a restored till' 1 'only a restored till' recover --shop again \
	--without-sheet 'the cat ate it'
says 'it is one or the other' 2 'either there is a sheet' recover --without-sheet x --recovery y
"$ringup" restore "$copy" --shop lost >out 2>&1
"$ringup" recover --shop lost --without-sheet 'the cat ate it' --pin-fd 3 3<pin >out 2>err
verdict 'a lost sheet takes a reason' $?
says 'a short PIN is refused' 1 '' recover --shop again --recovery recovery

# ---- damage ----

says 'a backup can be verified where it lies' 0 'All is well' verify --shop "$copy"
cp -r "$copy" damaged
LC_ALL=C sed -i 's/High Street 1/High Street 7/' damaged/ledger.db
says 'one changed digit is found' 3 'breaks at entry' verify --shop damaged
printf 'no database' >damaged/ledger.db
says 'and a file that is none' 3 'files are damaged' verify --shop damaged
: >damaged/ledger.db
says 'an empty one too' 3 'files are damaged' verify --shop damaged
says 'by rebuild as well' 3 'files are damaged' rebuild --shop damaged

# files that are lost, one by one, each in a copy of a till that sells
lose()
{
	rm -rf damaged
	cp -r again damaged
	rm -r "damaged/$1"
}
printf 'sign-on 1 975310\n' >script
lose head
says 'a lost head file is found' 3 'head file is missing' verify --shop damaged
says 'the till starts without it' 0 '"state":"ready"' ring --shop damaged script
says 'and verify remembers' 0 'started without its head file' verify --shop damaged
lose keys/pepper
says 'without its pepper no PIN is checked' 1 'keys/pepper is lost' ring --shop damaged script
"$ringup" recover --shop damaged --recovery recovery --pin-fd 3 3<pin >out 2>err
verdict 'a new PIN brings a new one' $?
says 'which signs on' 0 '"state":"ready"' ring --shop damaged script
lose keys/key
says 'a lost key is recovered with the sheet' 1 'ringup recover' ring --shop damaged script
lose catalogue.db
says 'a lost catalogue is said' 1 'catalogue of the till is gone' ring --shop damaged script
: >damaged/catalogue.db
says 'so is an empty one' 3 'damaged' ring --shop damaged script
printf 'no database' >damaged/catalogue.db
says 'and one that is none' 3 'damaged' verify --shop damaged
lose basket
says 'a lost basket file is made again' 0 '"state":"ready"' ring --shop damaged script
lose reserve
says 'and so is the reserve' 0 '"state":"ready"' ring --shop damaged script
lose lock
says 'and the lock' 0 '"state":"ready"' ring --shop damaged script
lose backup
says 'and the place of copies' 0 '"state":"ready"' ring --shop damaged script
says 'nothing of it harms the journal' 0 'All is well' verify --shop damaged --signatures

# ---- devices, keys, helpers ----

says 'devices are listed' 0 'tcp' devices list --shop "$shop"
says 'with the state of the printer' 0 "text:$work/paper.txt: ready" devices list --shop "$shop"
says 'a printer can be tried' 0 'Sent to' devices test --shop "$shop"
says 'one that is away says so' 4 'not there' devices test --printer file:/nowhere/lp0
says 'one without paper too' 4 'out of paper' devices test --printer faults:paper-out
says 'an unknown kind is refused' 1 'no kind of printer' devices test --printer laser:1
says 'no printer, no test' 1 'has no printer' devices test --shop "$work/other"
printf '4006381333931\n]C1010950600013\\x1D\n' >scans
says 'a scanner can be tried' 0 ']C1 010950600013\x1D' devices test --scanner "replay:$work/scans"
says 'devices are listed, tested, recorded' 2 'cannot be done with devices' devices break
says 'keys shows the map' 0 'F9' keys
says 'the commands too' 0 'open-shift FLOAT' keys --commands
says 'as a man page' 0 '.It Ic open-shift' keys --commands --mdoc
says 'a helper has a kind' 2 'no such kind' helper dance
"$ringup" settings --shop "$shop" printer-label "text:$work/labels.txt" >/dev/null
says 'labels come out of their printer' 0 '1 label' labels --shop "$shop" --items 2002 --format printer
grep -q '2,50' "$work/labels.txt"
verdict 'with name and price' $?
printf 'print\nfaults:paper-out\n\n42\n0 0 0 5 -1\nhello' >request
"$(dirname "$ringup")/ringup-devices" helper print <request >out
grep -qx away out
verdict 'the helper print can be tried by hand' $?

exit $failed
