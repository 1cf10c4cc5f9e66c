#!/bin/sh
# make fuzz: the parsers under libFuzzer, FUZZ_SECONDS each (60).  What breaks one is left in fuzz-data/.
set -eu
top=${top_srcdir:-.}
cc=${FUZZ_CC:-clang}
seconds=${FUZZ_SECONDS:-60}
flags="-std=gnu11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
work=fuzz-data

echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' >fuzz-try.c
if ! $cc -fsanitize=fuzzer -o fuzz-try fuzz-try.c 2>/dev/null; then
	rm -f fuzz-try fuzz-try.c
	echo "left out: $cc cannot build fuzz targets (FUZZ_CC names another)"
	exit 0
fi
rm -f fuzz-try fuzz-try.c
mkdir -p "$work"

compile()   # the rest of the command line
{
	$cc $flags -DLOCALEDIR='""' -DPKGDATADIR='""' -DPKGLIBEXECDIR='""' $FUZZ_CPPFLAGS "$@"
}

objects=
for source in "$top"/src/base/*.c "$top"/src/ledger/*.c "$top"/src/shop/*.c "$top"/src/checkout/*.c \
	"$top"/src/devices/hid_*.c; do
	object=$work/$(basename "$(dirname "$source")")-$(basename "$source" .c).o
	objects="$objects $object"
	[ "$object" -nt "$source" ] || compile -fsanitize=fuzzer-no-link -c -o "$object" "$source"
done

status=0
for target in ${FUZZ:-scan gs1 csv quote command hid}; do
	compile -fsanitize=fuzzer -o "$work/fuzz_$target" "$top/tests/fuzz/fuzz_$target.c" $objects $FUZZ_LIBS
	mkdir -p "$work/$target"
	"tests/fuzz/replay_$target" --split "$work/$target" >/dev/null
	echo "fuzz_$target, $seconds seconds"
	"$work/fuzz_$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -print_final_stats=1 \
		-artifact_prefix="$work/broken-$target-" "$work/$target" >"$work/$target.log" 2>&1 || {
		tail -40 "$work/$target.log"
		status=1
	}
	grep -E 'number_of_executed_units|new_units_added' "$work/$target.log" || true
done
exit $status
