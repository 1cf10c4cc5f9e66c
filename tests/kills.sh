#!/bin/bash
# A till killed at any moment: what was answered is recorded, what was not is recorded once or not at
# all, the open basket comes back, no receipt is printed twice, and no slip is paid out twice.
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
cat >items.csv <<-'END'
	number,name,price,department,deposit_item
	900,Deposit,0.25,2,
	1,Cola,1.50,2,900
	2,Lamp,19.90,1,
END
echo '[{"name":"Five off","trigger":"code","code":"FIVE","conditions":{"usage_limit":7},
	"effect":{"type":"fixed_order","amount":"5.00"}}]' >promotions.json
printf 'number,name,groups,card\n1,Lena Berg,VIP,4400001\n' >customers.csv
for kind in items.csv promotions.json customers.csv; do
	"$ringup" import "${kind%.*}" "$kind" --shop "$shop" >out 2>&1 || fail "import: $(cat out)"
done
mkfifo answers

# What one run sells, the slips with numbers of their own.
script()        # run
{
	echo 'sign-on 1 246810'
	for n in $(seq 8); do
		cat <<-END
			open 1 3.50
			open 2 1.20
			void 2
			total
			card 1.00
			cash 10.00
			item 2
			coupon FIVE
			customer 1
			total
			cash
			item 2
			empties 1.25 "S-$1-$n"
			discount 10% 1 "dented"
			discount 5%
			total
			card 5.00
			cash
			empties 0.50 "T-$1-$n"
			total
			cash
			item 1
			exempt EX-$n
			way eat-in
			total
			cash
		END
	done
}

member()        # key, answer
{
	grep -o "\"$1\":\"[^\"]*\"" <<<"$2" | head -1 | cut -d'"' -f4
}

# What is asked at the next start: what the last sale came to, and every slip of the run once more.
questions()     # run, the answer to the last sale
{
	printf 'sign-on 1 246810\ntake-back\ncancel "killed"\n'
	printf 'explain %s\n' "$(member sale "$2")"
	for n in $(seq 8); do
		printf 'empties 1.25 "S-%s-%s"\nempties 0.50 "T-%s-%s"\n' "$1" "$n" "$1" "$n"
	done
	echo 'cancel "asked only"'
}

# how many sales the journal holds
sales()
{
	"$ringup" report x --json --shop "$shop" | grep -o '"#sales","count":[0-9]*' | grep -o '[0-9]*$' || echo 0
}

for run in $(seq "$runs"); do
	before=$(sales)
	script "$run" >script
	printf 'number,name,price\n2,Lamp,%d.90\n' $((19 + run)) >lamps.csv
	"$ringup" ring --keep-going --shop "$shop" script >answers 2>err &
	pid=$!
	exec 4<answers
	heard=0 answered=0
	target=$((RANDOM % 120)) last=
	while IFS= read -r line <&4; do
		heard=$((heard + 1))
		[[ $line == *'"sale":'* ]] && answered=$((answered + 1)) last=$line
		[ $heard -ge $target ] && break
	done
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	while IFS= read -r line <&4; do
		[[ $line == *'"sale":'* ]] && answered=$((answered + 1)) last=$line
	done
	exec 4<&-
	done_now=$(($(sales) - before))
	if [ $done_now -lt $answered ] || [ $done_now -gt $((answered + 1)) ]; then
		fail "run $run: $answered sales answered, $done_now recorded"
	fi
	# the basket that was open is there again, with its tender; both can be given back
	questions "$run" "$last" |
		"$ringup" ring --keep-going --shop "$shop" >again 2>err
	head -1 again | grep -q '"ok":true' || fail "run $run: the next start: $(cat again err)"
	if head -1 again | grep -q '"state":"ringing"\|"state":"tendering"'; then
		sed -n 3p again | grep -q '"ok":true,"state":"ready"' || fail "run $run: giving up: $(cat again)"
	fi
	total=$(member total "$last")
	[ -z "$last" ] || [ "$(member total "$(sed -n 4p again)")" = "$total" ] ||
		fail "run $run: $last, and now $(cat again)"
	# of five sales the third and the fourth pay out a slip
	slips=$((done_now / 5 * 2 + (done_now % 5 >= 3) + (done_now % 5 >= 4)))
	[ "$(grep -c 'was paid out before' again)" -eq $slips ] ||
		fail "run $run: $done_now sales, $slips slips, and now $(cat again)"
	# an import is taken in, or it is not
	"$ringup" import items lamps.csv --shop "$shop" >out 2>&1 &
	pid=$!
	for _ in $(seq $((RANDOM % 4000))); do :; done
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	"$ringup" verify --shop "$shop" >out 2>&1 || fail "run $run: verify: $(cat out)"
	"$ringup" rebuild --shop "$shop" >out 2>&1 || fail "run $run: rebuild: $(cat out)"
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
