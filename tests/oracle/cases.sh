#!/bin/sh
# The published cases, asked of the oracle too: whatever it says of the rules must be what they say.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
CK_DEFAULT_TIMEOUT=600 RINGUP_QUESTIONS=$folder "$top_builddir/tests/test_cases" >"$folder/log" || { cat "$folder/log"; exit 1; }
rm "$folder/log"
[ "$(ls "$folder" | wc -l)" -ge 190 ] || { echo "not ok: too few questions were kept"; exit 1; }
"$top_builddir/tests/oracle/oracle" "$folder"/*.json >"$folder/answers" || { grep -A1 '^not ok' "$folder/answers"; exit 1; }
echo "ok all $(grep -c '^ok' "$folder/answers") questions of the cases"
