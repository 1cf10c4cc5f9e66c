#include <config.h>

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/text.h"
#include "ledger/catalogue.h"
#include "ledger/catalogue_file.h"
#include "ledger_fixture.h"
#include "suite.h"

#define TEA INT64_C(4006381333931)
#define SIX_TEAS INT64_C(4006381333948)
#define IMPORTED INT64_C(1795340000000)

static struct item_row
item(const char *number, const char *name)
{
	struct item_row row = { .department = 1, .has_price = true, .price = { 1990000 } };
	text_copy(row.number, sizeof(row.number), number);
	text_copy(row.name, sizeof(row.name), name);
	return row;
}

static enum outcome
put(const struct item_row *row, const char *codes)
{
	struct item_code_row rows[4];
	struct entry entry = fixture_entry(ENTRY_RECORD);
	size_t count = 0;
	int64_t gtin;
	int used;
	for (; codes && sscanf(codes, "%" SCNd64 "%n", &gtin, &used) == 1; codes += used)
		rows[count++] = (struct item_code_row){ .gtin = gtin, .pack = 1 };
	return catalogue_put_item(fixture, row, codes ? rows : NULL, count, &entry, &fixture_err);
}

static struct entry
last_record(void)
{
	struct journal_query query = { .kind = ENTRY_RECORD, .series = SERIES_COUNT };
	struct journal_row row;
	struct entry entry;
	size_t count = 0;
	fixture_ok(journal_find(fixture, &query, &row, 1, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	fixture_ok(journal_read(fixture, 1, row.seq, &entry, &fixture_err));
	return entry;
}

/* ---- changes by hand ---- */

START_TEST(an_item_is_found_by_number_plu_gtin_and_row)
{
	struct item_row row = item("12", "Tea"), found;
	int64_t pack = 0, id = 0;
	row.plu = 7;
	fixture_ok(put(&row, "4006381333931"));
	fixture_ok(catalogue_item(fixture, "12", &found, &fixture_err));
	ck_assert_str_eq(found.name, "Tea");
	ck_assert_int_eq(found.price.e4, 1990000);
	fixture_ok(catalogue_item_by_plu(fixture, 7, &found, &fixture_err));
	ck_assert_str_eq(found.number, "12");
	fixture_ok(catalogue_item_by_gtin(fixture, TEA, &found, &pack, &fixture_err));
	ck_assert_int_eq(pack, 1);
	fixture_ok(catalogue_item_row(fixture, "12", &id, &fixture_err));
	fixture_ok(catalogue_item_by_row(fixture, id, &found, &fixture_err));
	ck_assert_str_eq(found.number, "12");
	ck_assert_int_eq(catalogue_item_count(fixture), 1);
	ck_assert_int_eq(catalogue_item(fixture, "13", &found, NULL), RC_NOT_FOUND);
	ck_assert_int_eq(catalogue_item(fixture, "a number that is far too long", &found, NULL),
	                 RC_NOT_FOUND);
	ck_assert_int_eq(catalogue_item_by_plu(fixture, 0, &found, NULL), RC_NOT_FOUND);
	ck_assert_int_eq(catalogue_item_by_gtin(fixture, 1, &found, &pack, NULL), RC_NOT_FOUND);
}
END_TEST

START_TEST(each_change_is_an_entry_with_before_and_after)
{
	struct item_row row = item("12", "Tea");
	fixture_ok(put(&row, "4006381333931"));
	struct entry entry = last_record();
	ck_assert_str_eq(entry.is.record.table, "item");
	ck_assert_str_eq(entry.is.record.key, "12");
	ck_assert_str_eq(entry.is.record.before ? entry.is.record.before : "", "");
	ck_assert_str_eq(entry.is.record.after,
	                 "{\"number\":\"12\",\"name\":\"Tea\",\"department\":1,\"has_price\":1,"
	                 "\"price\":1990000,\"codes\":\"4006381333931\"}");
	entry_done(&entry);

	row.price.e4 = 2490000;
	fixture_ok(put(&row, NULL));
	entry = last_record();
	ck_assert_ptr_nonnull(strstr(entry.is.record.before, "1990000"));
	ck_assert_ptr_nonnull(strstr(entry.is.record.after, "2490000"));
	ck_assert_ptr_nonnull(strstr(entry.is.record.after, "4006381333931"));
	int64_t seq = entry.seq;
	entry_done(&entry);

	/* the same again is none */
	fixture_ok(put(&row, NULL));
	entry = last_record();
	ck_assert_int_eq(entry.seq, seq);
	entry_done(&entry);
}
END_TEST

START_TEST(codes_and_plus_belong_to_one_item)
{
	struct item_row tea = item("12", "Tea"), coffee = item("13", "Coffee");
	struct item_code_row codes[4];
	size_t count = 0;
	tea.plu = 7;
	fixture_ok(put(&tea, "4006381333931 4006381333948"));
	fixture_refused(put(&coffee, "4006381333948"), RC_REFUSED,
	                "4006381333948 belongs to item 12 already");
	coffee.plu = 7;
	fixture_refused(put(&coffee, NULL), RC_REFUSED, "PLU 7 belongs to item 12 already");
	/* an item keeps its own, and gives one up */
	fixture_ok(put(&tea, "4006381333948"));
	coffee.plu = 8;
	fixture_ok(put(&coffee, "4006381333931"));
	fixture_ok(catalogue_codes(fixture, "13", codes, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(codes[0].gtin, TEA);
	ck_assert_str_eq(codes[0].item, "13");
}
END_TEST

static int64_t
price_at(int64_t ms)
{
	struct item_row row;
	catalogue_at(fixture, ms);
	fixture_ok(catalogue_item(fixture, "12", &row, &fixture_err));
	return row.has_price ? row.price.e4 : -1;
}

START_TEST(a_price_begins_at_its_moment)
{
	struct item_row row = item("12", "Tea");
	struct entry entry = fixture_entry(ENTRY_RECORD);
	int64_t now = entry.at.utc_ms;
	struct price_row later = {
		.item = "12", .from_ms = now + 5000, .has_price = true, .price = { 3000000 }
	};
	struct price_row rows[4];
	size_t count = 0;
	int64_t pack = 0;
	fixture_ok(put(&row, "4006381333931"));
	fixture_ok(catalogue_put_price(fixture, &later, &entry, &fixture_err));
	ck_assert_int_eq(price_at(now + 4999), 1990000);
	ck_assert_int_eq(price_at(now + 5000), 3000000);
	/* also found by what is scanned */
	fixture_ok(catalogue_item_by_gtin(fixture, TEA, &row, &pack, &fixture_err));
	ck_assert_int_eq(row.price.e4, 3000000);

	struct entry record = last_record();
	ck_assert_str_eq(record.is.record.table, "price");
	ck_assert_str_eq(record.is.record.after,
	                 "{\"item\":\"12\",\"from\":1795338006000,\"has_price\":1,"
	                 "\"price\":3000000}");
	fixture_ok(catalogue_prices(fixture, "12", rows, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	fixture_ok(catalogue_remove(fixture, "price", record.is.record.key, &entry, &fixture_err));
	entry_done(&record);
	ck_assert_int_eq(price_at(now + 5000), 1990000);
}
END_TEST

START_TEST(a_price_changed_by_hand_begins_at_once_and_the_old_ones_stay_known)
{
	struct item_row row = item("12", "Tea");
	struct price_row rows[4];
	size_t count = 0;
	fixture_ok(put(&row, NULL));
	row.price.e4 = 2490000;
	fixture_ok(put(&row, NULL));
	struct entry first = last_record();
	row.has_price = false;
	row.price.e4 = 0;
	fixture_ok(put(&row, NULL));
	struct entry second = last_record();
	/* what else changes keeps the price that is in effect, and says so */
	text_copy(row.name, sizeof(row.name), "Green tea");
	fixture_ok(put(&row, NULL));
	struct entry third = last_record();
	ck_assert_ptr_nonnull(strstr(second.is.record.before, "2490000"));
	ck_assert_ptr_null(strstr(third.is.record.before, "price"));
	for (int run = 0; run < 2; run++) {
		ck_assert_int_eq(price_at(first.at.utc_ms - 1), 1990000);
		ck_assert_int_eq(price_at(first.at.utc_ms), 2490000);
		ck_assert_int_eq(price_at(third.at.utc_ms), -1);
		fixture_ok(catalogue_prices(fixture, "12", rows, 4, &count, &fixture_err));
		ck_assert_uint_eq(count, 2);
		ck_assert_int_eq(rows[0].from_ms, second.at.utc_ms);
		ck_assert(!rows[0].has_price && rows[1].has_price);
		fixture_reopen(LEDGER_WRITE_FAST);
	}
	entry_done(&first);
	entry_done(&second);
	entry_done(&third);
}
END_TEST

START_TEST(records_of_every_table_come_back)
{
	struct entry entry = fixture_entry(ENTRY_RECORD);
	struct department_row department = { .number = 3,
		                             .name = "Deli",
		                             .taxes = "A B",
		                             .min_age = 16,
		                             .open_ring = true,
		                             .max_price = { 5000 } };
	struct tax_row tax = { .code = "A",
		               .name = "VAT",
		               .rate_ppm = 210000,
		               .included = true,
		               .affected = true,
		               .from = 20270101,
		               .order = 2 };
	struct preset_row preset = { .number = 4, .label = "Rolls", .command = "item 12" };
	struct tender_row tender = { .kind = "cheque",
		                     .label = "Cheque",
		                     .over = OVER_TIP,
		                     .needs_reference = true,
		                     .max_change = { 100 },
		                     .order = 5 };
	struct promotion_row promotion = {
		.name = "3 for 2", .json = "{}", .active = true, .order = 1
	};
	struct department_row departments[4];
	struct tax_row taxes[4];
	struct preset_row presets[4];
	struct tender_row tenders[4];
	struct promotion_row promotions[4];
	size_t count;
	fixture_ok(catalogue_put_department(fixture, &department, &entry, &fixture_err));
	fixture_ok(catalogue_put_tax(fixture, &tax, &entry, &fixture_err));
	fixture_ok(catalogue_put_preset(fixture, &preset, &entry, &fixture_err));
	fixture_ok(catalogue_put_tender(fixture, &tender, &entry, &fixture_err));
	fixture_ok(catalogue_put_promotion(fixture, &promotion, &entry, &fixture_err));
	fixture_reopen(LEDGER_READ);

	fixture_ok(catalogue_departments(fixture, departments, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(departments[0].taxes, "A B");
	ck_assert_int_eq(departments[0].max_price.minor, 5000);
	ck_assert(departments[0].open_ring);
	fixture_ok(catalogue_taxes(fixture, taxes, 4, &count, &fixture_err));
	ck_assert_int_eq(taxes[0].from, 20270101);
	ck_assert_int_eq(taxes[0].rate_ppm, 210000);
	ck_assert(taxes[0].included && taxes[0].affected && !taxes[0].compound);
	fixture_ok(catalogue_presets(fixture, presets, 4, &count, &fixture_err));
	ck_assert_str_eq(presets[0].command, "item 12");
	fixture_ok(catalogue_tenders(fixture, tenders, 4, &count, &fixture_err));
	ck_assert_int_eq(tenders[0].over, OVER_TIP);
	ck_assert_int_eq(tenders[0].max_change.minor, 100);
	fixture_ok(catalogue_promotions(fixture, promotions, 4, &count, &fixture_err));
	ck_assert_str_eq(promotions[0].name, "3 for 2");
}
END_TEST

START_TEST(records_are_removed_by_their_key)
{
	struct entry entry = fixture_entry(ENTRY_RECORD);
	struct tax_row tax = { .code = "A", .name = "VAT", .rate_ppm = 190000 };
	struct tax_row taxes[4];
	size_t count;
	fixture_ok(catalogue_put_tax(fixture, &tax, &entry, &fixture_err));
	tax.from = 20270101;
	tax.rate_ppm = 200000;
	fixture_ok(catalogue_put_tax(fixture, &tax, &entry, &fixture_err));
	fixture_ok(catalogue_remove(fixture, "tax", "A@20270101", &entry, &fixture_err));
	fixture_ok(catalogue_taxes(fixture, taxes, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(taxes[0].rate_ppm, 190000);
	entry = last_record();
	ck_assert_str_eq(entry.is.record.key, "A@20270101");
	ck_assert_str_eq(entry.is.record.after ? entry.is.record.after : "", "");
	entry_done(&entry);
	/* what is not there writes no entry */
	entry = fixture_entry(ENTRY_RECORD);
	int64_t seq = ledger_last_seq(fixture);
	fixture_ok(catalogue_remove(fixture, "preset", "77", &entry, &fixture_err));
	ck_assert_int_eq(ledger_last_seq(fixture), seq);
	ck_assert_int_eq(catalogue_remove(fixture, "preset", "x", &entry, &fixture_err),
	                 RC_NOT_FOUND);
}
END_TEST

static int names_seen;

static void
see_name(void *context, const struct item_name *name)
{
	ck_assert_ptr_eq(context, &names_seen);
	ck_assert_str_eq(name->name, "Café");
	ck_assert_str_eq(name->folded, "cafe");
	names_seen++;
}

START_TEST(names_come_folded_and_in_slices)
{
	int64_t next = 0;
	bool more = true;
	for (int i = 1; i <= 5; i++) {
		char number[12];
		snprintf(number, sizeof(number), "%d", i);
		struct item_row row = item(number, "Café");
		row.retired = i == 3;
		fixture_ok(put(&row, NULL));
	}
	fixture_ok(catalogue_names(fixture, &next, 3, see_name, &names_seen, &more, &fixture_err));
	ck_assert(more);
	ck_assert_int_eq(names_seen, 3);
	fixture_ok(catalogue_names(fixture, &next, 3, see_name, &names_seen, &more, &fixture_err));
	ck_assert(!more);
	ck_assert_int_eq(names_seen, 4);
}
END_TEST

/* ---- the journal leads ---- */

/* Runs SQL on catalogue.db behind the till's back. */
static void
damage(const char *sql)
{
	char path[PATH_MAX];
	struct db *db = NULL;
	fixture_ok(paths_join(path, fixture_folder, CATALOGUE_NAME, &fixture_err));
	fixture_ok(catalogue_open_file(&db, path, DB_WRITE | DB_FAST, &fixture_err));
	fixture_ok(db_script(db, sql, &fixture_err));
	db_close(&db);
}

START_TEST(a_catalogue_that_is_behind_catches_up)
{
	struct item_row tea = item("12", "Tea"), coffee = item("13", "Coffee"), found;
	struct entry entry = fixture_entry(ENTRY_RECORD);
	struct preset_row preset = { .number = 4, .label = "Rolls", .command = "item 12" };
	struct preset_row presets[4];
	size_t count;
	int64_t pack;
	fixture_ok(put(&tea, "4006381333931"));
	int64_t known = ledger_last_seq(fixture);
	tea.price.e4 = 2990000;
	fixture_ok(put(&tea, "4006381333948"));
	fixture_ok(put(&coffee, "4006381333931"));
	fixture_ok(catalogue_put_preset(fixture, &preset, &entry, &fixture_err));
	fixture_ok(catalogue_remove(fixture, "preset", "4", &entry, &fixture_err));

	/* as if it had died before the last four rows were written */
	char sql[400];
	snprintf(sql, sizeof(sql),
	         "DELETE FROM code; DELETE FROM item WHERE number = '13';"
	         "UPDATE item SET price = 1, codes = '';"
	         "INSERT INTO preset VALUES (4, 'Rolls', 'item 12');"
	         "UPDATE state SET number = %lld WHERE key = 'seq'",
	         (long long)known);
	ledger_close(&fixture);
	damage(sql);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE_FAST, &fixture_err));

	fixture_ok(catalogue_item(fixture, "12", &found, &fixture_err));
	ck_assert_int_eq(found.price.e4, 2990000);
	fixture_ok(catalogue_item_by_gtin(fixture, SIX_TEAS, &found, &pack, &fixture_err));
	ck_assert_str_eq(found.number, "12");
	fixture_ok(catalogue_item_by_gtin(fixture, TEA, &found, &pack, &fixture_err));
	ck_assert_str_eq(found.number, "13");
	fixture_ok(catalogue_presets(fixture, presets, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 0);
}
END_TEST

/* Many changes, killed at some moment: afterwards each record is as its last entry says. */
START_TEST(kill_9_between_entry_and_row_loses_nothing)
{
	for (int round = 0; round < 6; round++) {
		int fds[2], done;
		ledger_close(&fixture);
		ck_assert_int_eq(pipe(fds), 0);
		pid_t child = fork();
		ck_assert_int_ge(child, 0);
		if (child == 0) {
			if (ledger_open(&fixture, fixture_folder, LEDGER_WRITE, NULL))
				_exit(1);
			for (int i = 0;; i++) {
				struct item_row row = item(i % 2 ? "12" : "13", "Tea");
				row.price.e4 = 10000 * (int64_t)(1000 * round + i);
				if (put(&row, NULL) || write(fds[1], &i, sizeof(i)) < 0)
					_exit(1);
			}
		}
		close(fds[1]);
		for (int i = 0; i < 3 + 4 * round; i++)
			ck_assert_int_eq(read(fds[0], &done, sizeof(done)), sizeof(done));
		kill(child, SIGKILL);
		ck_assert_int_eq(waitpid(child, NULL, 0), child);
		close(fds[0]);

		fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE_FAST, &fixture_err));
		struct entry entry = last_record();
		struct item_row found;
		char price[40];
		fixture_ok(catalogue_item(fixture, entry.is.record.key, &found, &fixture_err));
		snprintf(price, sizeof(price), "\"price\":%lld", (long long)found.price.e4);
		ck_assert_ptr_nonnull(strstr(entry.is.record.after, price));
		entry_done(&entry);
	}
}
END_TEST

/* ---- imports ---- */

static void
build(const char *number, const char *name)
{
	struct catalogue_build *making = NULL;
	struct catalogue_facts facts = { .file = "items.csv", .added = 1 };
	struct item_row row = item(number, name);
	struct item_code_row code = { .gtin = SIX_TEAS, .pack = 6 };
	enum catalogue_change change;
	fixture_ok(catalogue_build_open(&making, fixture_folder, IMPORTED, &fixture_err));
	fixture_ok(catalogue_build_item(making, &row, &code, 1, &change, &fixture_err));
	ck_assert_int_eq(change, CATALOGUE_ADDED);
	fixture_ok(catalogue_build_finish(&making, &facts, &fixture_err));
}

static enum outcome
swap(void)
{
	struct entry entry = fixture_entry(ENTRY_CATALOGUE);
	return catalogue_swap(fixture, &entry, &fixture_err);
}

START_TEST(an_import_waits_until_it_is_swapped_in)
{
	struct item_row found;
	struct catalogue_facts facts;
	int64_t pack;
	ck_assert(!catalogue_new_waits(fixture, &facts));
	fixture_refused(swap(), RC_NOT_FOUND, "no import waits");
	build("20", "Six teas");
	ck_assert(catalogue_new_waits(fixture, &facts));
	ck_assert_str_eq(facts.file, "items.csv");
	ck_assert_int_eq(facts.added, 1);
	ck_assert_int_eq(catalogue_item(fixture, "20", &found, NULL), RC_NOT_FOUND);
	fixture_ok(swap());
	fixture_ok(catalogue_item_by_gtin(fixture, SIX_TEAS, &found, &pack, &fixture_err));
	ck_assert_str_eq(found.number, "20");
	ck_assert_int_eq(pack, 6);
	ck_assert(!catalogue_new_waits(fixture, NULL));
	fixture_reopen(LEDGER_WRITE_FAST);
	fixture_ok(catalogue_item(fixture, "20", &found, &fixture_err));
}
END_TEST

START_TEST(changes_by_hand_meanwhile_are_kept)
{
	struct item_row tea = item("12", "Tea"), found;
	fixture_ok(put(&tea, NULL));
	build("20", "Six teas");
	tea.price.e4 = 2990000;
	fixture_ok(put(&tea, "4006381333931"));
	fixture_ok(swap());
	fixture_ok(catalogue_item(fixture, "12", &found, &fixture_err));
	ck_assert_int_eq(found.price.e4, 2990000);
	fixture_ok(catalogue_item_by_gtin(fixture, TEA, &found, &(int64_t){ 0 }, &fixture_err));
	fixture_ok(catalogue_item(fixture, "20", &found, &fixture_err));
}
END_TEST

START_TEST(a_swap_whose_entry_is_written_is_finished_at_the_next_start)
{
	struct item_row found;
	char old[PATH_MAX], new[PATH_MAX];
	build("20", "Six teas");
	fixture_ok(paths_join(old, fixture_folder, CATALOGUE_NEW, &fixture_err));
	fixture_ok(paths_join(new, fixture_folder, "kept", &fixture_err));
	/* keep the new file, and the old catalogue, to put both back as they were before the rename
	 */
	char *bytes = NULL, *before = NULL, path[PATH_MAX];
	size_t size, before_size;
	fixture_ok(paths_join(path, fixture_folder, CATALOGUE_NAME, &fixture_err));
	fixture_ok(paths_read_file(old, 1 << 24, &bytes, &size, &fixture_err));
	fixture_ok(paths_read_file(path, 1 << 24, &before, &before_size, &fixture_err));
	fixture_ok(swap());
	ledger_close(&fixture);
	fixture_ok(paths_replace_file(old, bytes, size, 0640, &fixture_err));
	fixture_ok(paths_replace_file(path, before, before_size, 0640, &fixture_err));
	free(bytes);
	free(before);

	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE_FAST, &fixture_err));
	fixture_ok(catalogue_item(fixture, "20", &found, &fixture_err));
	ck_assert_int_ne(access(old, F_OK), 0);
}
END_TEST

START_TEST(a_build_that_was_given_up_leaves_nothing)
{
	struct catalogue_build *making = NULL, *second = NULL;
	char path[PATH_MAX];
	fixture_ok(catalogue_build_open(&making, fixture_folder, IMPORTED, &fixture_err));
	fixture_refused(catalogue_build_open(&second, fixture_folder, IMPORTED, &fixture_err),
	                RC_BUSY, "another import is running");
	catalogue_build_drop(&making);
	fixture_ok(paths_join(path, fixture_folder, CATALOGUE_BUILD, &fixture_err));
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert(!catalogue_new_waits(fixture, NULL));
	build("20", "Six teas");
}
END_TEST

START_TEST(a_build_that_was_killed_is_begun_anew)
{
	struct item_row found;
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		struct catalogue_build *making = NULL;
		struct item_row row = item("66", "Half an import");
		enum catalogue_change change;
		if (catalogue_build_open(&making, fixture_folder, IMPORTED, NULL) ||
		    catalogue_build_item(making, &row, NULL, 0, &change, NULL))
			_exit(1);
		kill(getpid(), SIGKILL);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status));
	ck_assert(!catalogue_new_waits(fixture, NULL));
	build("20", "Six teas");
	fixture_ok(swap());
	ck_assert_int_eq(catalogue_item(fixture, "66", &found, NULL), RC_NOT_FOUND);
}
END_TEST

START_TEST(the_file_is_as_its_schema_says_also_after_an_import)
{
	char path[PATH_MAX];
	struct db *db = NULL;
	build("20", "Six teas");
	fixture_ok(swap());
	build("21", "Others");
	fixture_ok(swap());
	fixture_ok(paths_join(path, fixture_folder, CATALOGUE_NAME, &fixture_err));
	fixture_ok(catalogue_open_file(&db, path, 0, &fixture_err));
	fixture_ok(schema_verify(db, &schema_catalogue, &fixture_err));
	db_close(&db);
}
END_TEST

START_TEST(a_catalogue_of_a_newer_version_is_refused_and_left_alone)
{
	char path[PATH_MAX];
	struct db *db = NULL;
	ledger_close(&fixture);
	fixture_ok(paths_join(path, fixture_folder, CATALOGUE_NAME, &fixture_err));
	fixture_ok(db_open(&db, path, DB_WRITE | DB_ROLLBACK_JOURNAL, &fixture_err));
	db_building(db, true);
	fixture_ok(db_script(db, "PRAGMA user_version=99", &fixture_err));
	db_close(&db);
	ck_assert_int_eq(ledger_open(&fixture, fixture_folder, LEDGER_WRITE_FAST, &fixture_err),
	                 RC_REFUSED);
	ck_assert_ptr_nonnull(strstr(fixture_err.msg, "newer"));
}
END_TEST

START_TEST(a_catalogue_that_is_gone_is_said_so)
{
	char path[PATH_MAX];
	ledger_close(&fixture);
	fixture_ok(paths_join(path, fixture_folder, CATALOGUE_NAME, &fixture_err));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err),
	                 RC_NOT_FOUND);
	ck_assert_ptr_nonnull(strstr(fixture_err.msg, "catalogue"));
}
END_TEST

static Suite *
catalogue_suite(void)
{
	Suite *suite = suite_create("catalogue");
	TCase *tcase = tcase_create("by hand");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, an_item_is_found_by_number_plu_gtin_and_row);
	tcase_add_test(tcase, each_change_is_an_entry_with_before_and_after);
	tcase_add_test(tcase, codes_and_plus_belong_to_one_item);
	tcase_add_test(tcase, a_price_begins_at_its_moment);
	tcase_add_test(tcase, a_price_changed_by_hand_begins_at_once_and_the_old_ones_stay_known);
	tcase_add_test(tcase, records_of_every_table_come_back);
	tcase_add_test(tcase, records_are_removed_by_their_key);
	tcase_add_test(tcase, names_come_folded_and_in_slices);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("two files");
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, a_catalogue_that_is_behind_catches_up);
	tcase_add_test(tcase, kill_9_between_entry_and_row_loses_nothing);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("imports");
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, an_import_waits_until_it_is_swapped_in);
	tcase_add_test(tcase, changes_by_hand_meanwhile_are_kept);
	tcase_add_test(tcase, a_swap_whose_entry_is_written_is_finished_at_the_next_start);
	tcase_add_test(tcase, a_build_that_was_given_up_leaves_nothing);
	tcase_add_test(tcase, a_build_that_was_killed_is_begun_anew);
	tcase_add_test(tcase, the_file_is_as_its_schema_says_also_after_an_import);
	tcase_add_test(tcase, a_catalogue_of_a_newer_version_is_refused_and_left_alone);
	tcase_add_test(tcase, a_catalogue_that_is_gone_is_said_so);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(catalogue_suite());
}
