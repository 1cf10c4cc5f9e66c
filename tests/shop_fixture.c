#include <config.h>

#include "shop_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gtin.h"
#include "base/paths.h"
#include "base/text.h"

static char place[PATH_MAX - 16];
char shop_folder[PATH_MAX];
struct ledger *shop;
struct settings shop_settings;
struct err shop_err;
static int64_t seconds;

void
shop_ok(enum outcome outcome)
{
	if (outcome)
		ck_abort_msg("%s (%s) [%s]", shop_err.msg, shop_err.hint, shop_err.detail);
}

void
shop_refused(enum outcome outcome, enum outcome expected, const char *part)
{
	ck_assert_int_eq(outcome, expected);
	ck_assert_msg(strstr(shop_err.msg, part) != NULL, "\"%s\" is not in \"%s\"", part,
	              shop_err.msg);
}

struct when
shop_now(void)
{
	return (struct when){ .utc_ms = INT64_C(1795338000000) + 1000 * seconds++,
		              .offset_min = 60 };
}

void
shop_begin_in(const char *country)
{
	const char *temp = getenv("TMPDIR");
	struct setup setup = { .name = "Corner Shop", .address = "1 High Street\nTown" };
	seconds = 0;
	setup.at = shop_now();
	text_copy(setup.country, sizeof(setup.country), country);
	shop_ok(crypto_start(&shop_err));
	snprintf(place, sizeof(place), "%s/ringup-XXXXXX", temp ? temp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(place));
	shop_ok(paths_join(shop_folder, place, "shop", &shop_err));
	shop_ok(setup_make(shop_folder, &setup, NULL, &shop_err));
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_WRITE_FAST, &shop_err));
	shop_ok(settings_load(&shop_settings, shop, &shop_err));
}

void
shop_begin(void)
{
	shop_begin_in("DE");
}

void
shop_end(void)
{
	ledger_close(&shop);
	shop_ok(paths_remove_tree(place, &shop_err));
}

void
shop_reopen(enum ledger_mode mode)
{
	ledger_close(&shop);
	shop_ok(ledger_open(&shop, shop_folder, mode, &shop_err));
	shop_ok(settings_load(&shop_settings, shop, &shop_err));
}

struct entry
shop_entry(void)
{
	struct entry entry;
	entry_init(&entry, ENTRY_RECORD);
	entry.till = ledger_till(shop);
	entry.at = shop_now();
	entry.staff = 1;
	return entry;
}

int
shop_count(enum entry_kind kind)
{
	struct journal_query query = { .kind = kind, .series = SERIES_COUNT };
	struct journal_row rows[1000];
	size_t count = 0;
	shop_ok(journal_find(shop, &query, rows, 1000, &count, &shop_err));
	return (int)count;
}

struct entry
shop_last(enum entry_kind kind)
{
	struct journal_query query = { .kind = kind, .series = SERIES_COUNT };
	struct journal_row row;
	struct entry entry;
	size_t count = 0;
	shop_ok(journal_find(shop, &query, &row, 1, &count, &shop_err));
	ck_assert_uint_eq(count, 1);
	shop_ok(journal_read(shop, ledger_till(shop), row.seq, &entry, &shop_err));
	return entry;
}

void
shop_put_item(const char *number, const char *name, int64_t price_minor, int64_t plu,
              const char *codes)
{
	struct item_row item = { .plu = plu, .department = 1, .has_price = true };
	struct item_code_row rows[ITEM_CODES_MAX];
	struct entry entry = shop_entry();
	char word[32];
	size_t count = 0;
	int used;
	item.price = unit_price_of(money_of(price_minor));
	text_copy(item.number, sizeof(item.number), number);
	text_copy(item.name, sizeof(item.name), name);
	for (const char *at = codes; sscanf(at, "%31s%n", word, &used) == 1; at += used) {
		char *star = strchr(word, '*');
		rows[count].pack = star ? atoi(star + 1) : 1;
		if (star)
			*star = '\0';
		shop_ok(gtin_parse_unchecked(word, &rows[count++].gtin, &shop_err));
	}
	shop_ok(catalogue_put_item(shop, &item, rows, count, &entry, &shop_err));
	entry_done(&entry);
}

const char *
shop_beside(const char *name)
{
	static char path[PATH_MAX];
	shop_ok(paths_join(path, place, name, &shop_err));
	return path;
}

const char *
shop_file(const char *name, const char *text, size_t length)
{
	const char *path = shop_beside(name);
	FILE *file = fopen(path, "wbe");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}
