/*
 * Goal 1: a whole sale on disk (signed entry, lines, tender, stock, day totals, outbox) against a
 * bare commit of the same bytes and one synced block, in turn; and what a sale costs in syncs and
 * bytes.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/paths.h"
#include "ledger/journal.h"
#include "bench.h"
#include "floor_commit.h"
#include "sales.h"
#include "samples.h"

#define WARM_UP 50

/* What the journal keeps of the last entry: its text, hash and signature. */
static size_t
stored_bytes(struct ledger *ledger)
{
	struct hash hash;
	struct signature signature;
	char *text;
	size_t length;
	struct err err;

	if (journal_stored(ledger, ledger_till(ledger), ledger_last_seq(ledger), &text, &length,
	                   &hash, &signature, &err)) {
		fprintf(stderr, "bench: %s (%s)\n", err.msg, err.detail);
		exit(5);
	}
	free(text);
	return length + HASH_BYTES + SIGNATURE_BYTES;
}

static int64_t
sell(struct ledger *ledger, int64_t number)
{
	struct entry entry;
	int64_t began, ended;

	sales_entry(&entry, number);
	began = now_ns();
	sales_append(ledger, &entry, true);
	ended = now_ns();
	entry_done(&entry);
	return ended - began;
}

static int64_t
commit_bare(struct floor_commit *floor)
{
	int64_t began = now_ns();

	floor_commit_once(floor);
	return now_ns() - began;
}

static bool
compare(const struct bench *bench, struct ledger *ledger, struct floor_commit *floor)
{
	struct comparison comparison = { .name = "a durable sale of three lines",
		                         .mine_is = "ledger_append()",
		                         .floor_is = "bare commit and one block",
		                         .limit_p50 = 1.6 };
	int64_t number = WARM_UP;

	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&comparison);
		for (int i = 0; i < bench->samples; i++) {
			samples_add(&comparison.mine, sell(ledger, ++number));
			samples_add(&comparison.floor, commit_bare(floor));
		}
		comparison_end(&comparison);
		while (ledger_idle(ledger)) /* checkpoints are made when the till is idle */
			;
	}
	return comparison_print(&comparison);
}

static bool
count_syncs(const struct bench *bench, struct ledger *ledger)
{
	struct ledger_counters before = ledger_counters(ledger), after;
	int sales = bench->samples;
	double each;

	for (int i = 0; i < sales; i++)
		sell(ledger, 1000000 + i);
	after = ledger_counters(ledger);
	each = (double)(after.commits - before.commits + after.head_syncs - before.head_syncs) /
	       sales;
	return figure_print("syncs a sale (commit and head file)", each, "", 2.0) &
	       figure_print("statements prepared since the first sale",
	                    (double)(after.statements_prepared - before.statements_prepared), "",
	                    0.01);
}

/* Bytes of ledger.db for each of many more sales, everything checkpointed. */
static bool
weigh(const char *folder)
{
	enum { SALES = 20000 };
	struct ledger *ledger = sales_open(folder, LEDGER_WRITE_FAST);
	char path[PATH_MAX];
	struct stat before, after;

	if (paths_join(path, folder, "ledger.db", NULL) || stat(path, &before))
		return false;
	for (int i = 0; i < SALES; i++) {
		sell(ledger, 2000000 + i);
		if (i % 1000 == 0)
			while (ledger_idle(ledger))
				;
	}
	ledger_close(&ledger);
	if (stat(path, &after))
		return false;
	return figure_print("bytes of the ledger for a sale of three lines",
	                    (double)(after.st_size - before.st_size) / SALES, " B", 1300);
}

bool
bench_sale(const struct bench *bench)
{
	char folder[PATH_MAX];
	struct ledger *ledger;
	struct floor_commit *floor;
	bool met;

	if (paths_join(folder, bench->folder, "sales", NULL))
		return false;
	sales_make(folder);
	ledger = sales_open(folder, LEDGER_WRITE);
	for (int i = 0; i < WARM_UP; i++)
		sell(ledger, i);
	floor = floor_commit_open(bench->folder, stored_bytes(ledger));
	met = compare(bench, ledger, floor);
	met &= count_syncs(bench, ledger);
	floor_commit_close(&floor);
	ledger_close(&ledger);
	return met & weigh(folder);
}
