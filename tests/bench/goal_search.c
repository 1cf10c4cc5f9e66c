/*
 * Goal 9: a million names searched as one types, against LIKE over the same names, in turn.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/alloc.h"
#include "ledger/ledger.h"
#include "shop/items.h"
#include "bench.h"
#include "samples.h"
#include "shops.h"

#define MANY 1000000
#define SALES 100000
#define SHOWN 20

/* Nothing; a part of a few names; what begins and ends as every name has it, and stands in none;
 * parts that each stand in many names and never all in one. */
static const char *const queries[] = {
	"absent", "0987654", "0x0", "rtcle", "11 22 33 44", "0x0 5y0",
};

struct names {
	struct name_index *index;
	struct item_row *rows;
	sqlite3 *sqlite;
	struct samples processor; /* time, of all searches for one query */
};

static void
give_up(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(5);
}

static int64_t
processor_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t
search(struct names *names, const char *query)
{
	int64_t began = now_ns(), began_here = processor_ns();

	name_index_find(names->index, query, names->rows, SHOWN);
	samples_add(&names->processor, processor_ns() - began_here);
	return now_ns() - began;
}

/* The same by LIKE: each word anywhere in the folded name. */
static int64_t
search_like(struct names *names, const char *query)
{
	char sql[400] = "SELECT id FROM item WHERE 1", words[80], *rest, *word;
	int64_t began = now_ns();
	sqlite3_stmt *statement;

	snprintf(words, sizeof(words), "%s", query);
	for (word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), " AND folded LIKE '%%%s%%'",
		         word);
	snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), " LIMIT %d", SHOWN);
	if (sqlite3_prepare_v2(names->sqlite, sql, -1, &statement, NULL) != SQLITE_OK)
		give_up(sqlite3_errmsg(names->sqlite));
	while (sqlite3_step(statement) == SQLITE_ROW)
		;
	sqlite3_finalize(statement);
	return now_ns() - began;
}

static bool
compare(const struct bench *bench, struct names *names, const char *query)
{
	char name[80];
	struct comparison comparison = { .name = name,
		                         .mine_is = "name_index_find()",
		                         .floor_is = "LIKE",
		                         .limit_p50 = 1.0 / 15 };
	double worst_us = 0;
	bool met;

	samples_clear(&names->processor);

	snprintf(name, sizeof(name), "\"%s\" among 1,000,000 names", query);
	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&comparison);
		for (int i = 0; i < bench->samples / 10; i++) {
			samples_add(&comparison.mine, search(names, query));
			samples_add(&comparison.floor, search_like(names, query));
		}
		comparison_end(&comparison);
		if (comparison.mine_us[round][2] > worst_us)
			worst_us = comparison.mine_us[round][2];
	}
	met = comparison_print(&comparison);
	figure_print("p99 of the worst round, other programs too", worst_us / 1000, " ms", 0);
	return met & figure_print("p99 of the processor time",
	                          samples_us(&names->processor, 99) / 1000, " ms", 8);
}

bool
bench_search(const struct bench *bench)
{
	struct bench_shop shop;
	struct names names = { .rows = alloc_zero(SHOWN, sizeof(*names.rows)) };
	struct ledger *ledger;
	struct err err;
	char path[PATH_MAX + 16];
	bool met = true;

	shop_get(&shop, bench, MANY, SALES, "");
	snprintf(path, sizeof(path), "%s/catalogue.db", shop.folder);
	if (ledger_open(&ledger, shop.folder, LEDGER_READ, &err))
		give_up(err.msg);
	if (sqlite3_open_v2(path, &names.sqlite, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		give_up(path);
	names.index = name_index_new(ledger);
	name_index_load_all(names.index);
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		met &= compare(bench, &names, queries[i]);
	name_index_free(&names.index);
	sqlite3_close(names.sqlite);
	ledger_close(&ledger);
	samples_done(&names.processor);
	free(names.rows);
	return met;
}
