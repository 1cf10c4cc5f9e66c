#!/bin/bash
# A till killed at any moment: what was answered is recorded, what was not is recorded once or not at
# all, the open basket comes back, and no receipt is printed twice.
set -u
ringup=${top_builddir:?}/ringup
runs=${RINGUP_KILLS:-25}
work=$(mktemp -d "${TMPDIR:-/tmp}/ringup-XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
export HOME=$work LC_ALL=C.UTF-8
cd "$work" || exit 99
shop=$work/shop
RANDOM=${RINGUP_SEED:-20261122}
echo "seed ${RINGUP_SEED:-20261122}, $runs runs"

fail()
{
	echo "not ok - $1"
	exit 1
}

echo 246810 >pin
"$ringup" init --shop "$shop" --name 'Corner Shop' --country DE --manager Anna --departments grocery \
	--recovery sheet --pin-fd 3 3<pin >/dev/null || fail 'init'
"$ringup" settings --shop "$shop" printer "text:$work/paper.txt" || fail 'settings'
printf 'sign-on 1 246810\nopen-shift 100.00\n' | "$ringup" ring --shop "$shop" >/dev/null || fail 'the morning'
{
	echo 'sign-on 1 246810'
	for _ in $(seq 40); do
		printf 'open 1 3.50\nopen 2 1.20\nvoid 2\ntotal\ncard 1.00\ncash 10.00\n'
	done
} >script
mkfifo answers

# how many sales the journal holds
sales()
{
	"$ringup" report x --json --shop "$shop" | grep -o '"#sales","count":[0-9]*' | grep -o '[0-9]*$' || echo 0
}

for run in $(seq "$runs"); do
	before=$(sales)
	"$ringup" ring --keep-going --shop "$shop" script >answers 2>err &
	pid=$!
	exec 4<answers
	heard=0 answered=0
	target=$((RANDOM % 60))
	while IFS= read -r line <&4; do
		heard=$((heard + 1))
		[[ $line == *'"sale":'* ]] && answered=$((answered + 1))
		[ $heard -ge $target ] && break
	done
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	while IFS= read -r line <&4; do
		[[ $line == *'"sale":'* ]] && answered=$((answered + 1))
	done
	exec 4<&-
	done_now=$(($(sales) - before))
	if [ $done_now -lt $answered ] || [ $done_now -gt $((answered + 1)) ]; then
		fail "run $run: $answered sales answered, $done_now recorded"
	fi
	# the basket that was open is there again, with its tender; both can be given back
	printf 'sign-on 1 246810\ntake-back\ncancel "killed"\n' |
		"$ringup" ring --keep-going --shop "$shop" >again 2>err
	head -1 again | grep -q '"ok":true' || fail "run $run: the next start: $(cat again err)"
	if head -1 again | grep -q '"state":"ringing"\|"state":"tendering"'; then
		tail -1 again | grep -q '"ok":true,"state":"ready"' || fail "run $run: giving up: $(cat again)"
	fi
done
echo 'ok - every answered sale is recorded, and none twice'
"$ringup" verify --signatures --shop "$shop" >out 2>&1 || fail "verify: $(cat out)"
"$ringup" rebuild --shop "$shop" >out 2>&1 || fail "rebuild: $(cat out)"
echo 'ok - the journal is whole'
[ "$(sales)" -gt 0 ] || fail 'nothing was sold'
grep -q "1-0000" paper.txt || fail "nothing was printed"
double=$(grep -o '1-[0-9]\{6\}' paper.txt | sort | uniq -d | head -3)
[ -z "$double" ] || fail "printed twice: $double"
echo 'ok - no receipt is printed twice'
exit 0
