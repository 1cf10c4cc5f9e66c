/*
 * What a manager does about prices: items, prices to come, promotions, labels.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "screens/item_form.h"
#include "screens/setting_up.h"
#include "tests/face_fixture.h"

#define DECEMBER INT64_C(1796079600000) /* 2026-12-01 00:00 +01:00 */

static int64_t
price(const char *number, int64_t at_ms)
{
	struct item_row row;
	catalogue_at(face->ledger, at_ms);
	ck_assert_int_eq(catalogue_item(face->ledger, number, &row, &err), RC_OK);
	return row.has_price ? row.price.e4 / 10000 : -1;
}

static int64_t
now(void)
{
	return face_now(face).utc_ms;
}

/* The table of the last change by hand. */
static const char *
last_table(char out[static 17])
{
	struct journal_query query = { .kind = ENTRY_RECORD, .series = SERIES_COUNT };
	struct journal_row row;
	struct entry entry;
	size_t count = 0;
	ck_assert_int_eq(journal_find(face->ledger, &query, &row, 1, &count, &err), RC_OK);
	ck_assert_int_eq(journal_read(face->ledger, 1, row.seq, &entry, &err), RC_OK);
	ck_assert_int_eq(entry.staff, 1);
	memcpy(out, entry.is.record.table, 17);
	entry_done(&entry);
	return out;
}

static void
take_all(void)
{
	press("Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter "
	      "Enter Enter Enter Enter");
}

START_TEST(a_price_changes_at_once_and_is_an_entry)
{
	char table[17];
	item_form_open(face, "100");
	press("Down Down 6 4 9");
	take_all();
	ck_assert(shows("the item is as shown now"));
	ck_assert_int_eq(price("100", now()), 649);
	ck_assert_int_eq(price("100", now() - 1), 599);
	ck_assert_str_eq(last_table(table), "item");
	item_form_open(face, "100");
	face_drained(face);
	ck_assert(shows("this price since 22.11.2026"));
}
END_TEST

START_TEST(a_price_from_a_day_on_waits_for_it)
{
	char table[17];
	item_form_open(face, "100");
	press("Down Down 6 4 9 Down 2 0 2 6 - 1 2 - 0 1");
	take_all();
	ck_assert(shows("the new price begins by itself"));
	ck_assert_int_eq(price("100", now()), 599);
	ck_assert_int_eq(price("100", DECEMBER - 1), 599);
	ck_assert_int_eq(price("100", DECEMBER), 649);
	ck_assert_str_eq(last_table(table), "price");
	item_form_open(face, "100");
	face_drained(face);
	ck_assert(shows("6,49 from 01.12.2026"));
	press("Esc");

	/* it stands among the prices to come, and can be changed and taken away there */
	prices_open(face);
	face_drained(face);
	press("2");
	ck_assert(shows("6,49") && shows("01.12.2026 00:00"));
	press("Enter 6 9 9 Enter");
	ck_assert_int_eq(price("100", DECEMBER), 699);
	press("Enter Backspace Backspace Backspace Backspace Enter");
	ck_assert_int_eq(price("100", DECEMBER), 599);
	ck_assert(shows("No price will change."));
}
END_TEST

/* Keys from the first field on, and what is said then. */
static const struct {
	const char *keys, *says;
} refused[] = {
	{ "Down Down Down 2 0 2 0 - 0 1 - 0 1", "this day has begun" },
	{ "Down Down Down s o o n", "" },
	{ "Down Down Down Down Backspace 7 7 7", "there is no department 777" },
	{ "Down Down Down Down Down Space 1 2 3 4 5 6 7 1", "should be" },
	{ "Down Down Down Down Down Down Down k i n g", "unit \"king\" is not known" },
	{ "Down Down Down Down Down Down Down Down 0 . 1", "a tare needs goods that are weighed" },
	{ "Down Down Down Down Down Down Down Down Down 7 5", "0.75 l" },
	{ "Down Down Down Down Down Down Down Down Down Down Q", "there is no tax Q" },
	{ "Down Down Down Down Down Down Down Down Down Down Down Q", "there is no tax Q" },
	{ "Down Down Down Down Down Down Down Down Down Down Down Down Q", "there is no tax Q" },
	{ "Down Down Down Down Down Down Down Down Down Down Down Down Down 2 0 0",
	  "an age is from 0 to 120" },
	{ "Down Down Down Down Down Down Down Down Down Down Down Down Down Down 1 0 0",
	  "an item cannot be its own deposit" },
	{ "Down Down Down Down Down Down Down Down Down Down Down Down Down Down 9 9 9",
	  "there is no deposit item 999" },
	{ "Backspace Backspace Backspace 2 0 0", "number 200 is Bananas already" },
};

START_TEST(what_makes_no_sense_is_refused_and_changes_nothing)
{
	int64_t seq = ledger_last_seq(face->ledger);
	item_form_open(face, "100");
	press(refused[_i].keys);
	take_all();
	ck_assert_msg(shows(refused[_i].says), "\"%s\" is not said", refused[_i].says);
	ck_assert_int_eq(ledger_last_seq(face->ledger), seq);
}
END_TEST

START_TEST(what_a_piece_holds_is_kept)
{
	struct item_row row;
	item_form_open(face, "100");
	press("Down Down Down Down Down Down Down Down Down 0 . 7 5 Space l");
	take_all();
	ck_assert_int_eq(catalogue_item(face->ledger, "100", &row, &err), RC_OK);
	ck_assert_int_eq(row.content_milli, 750);
	ck_assert_str_eq(row.content_unit, "l");
}
END_TEST

START_TEST(a_container_has_its_weight_and_taxes_depend_on_the_way)
{
	struct item_row row;
	item_form_open(face, "200");
	press("Down Down Down Down Down Down Down Down 0 . 0 3 Down Down A Down B Down B");
	take_all();
	ck_assert(shows("the item is as shown now"));
	ck_assert_int_eq(catalogue_item(face->ledger, "200", &row, &err), RC_OK);
	ck_assert_int_eq(row.tare_milli, 30);
	ck_assert_str_eq(row.taxes, "A");
	ck_assert_str_eq(row.taxes_eat_in, "B");
	ck_assert_str_eq(row.taxes_take_away, "B");
	item_form_open(face, "200");
	face_drained(face);
	ck_assert(shows("0.03"));
}
END_TEST

START_TEST(a_department_keeps_its_taxes_by_way)
{
	struct department_row rows[20];
	size_t count = 0;
	departments_open(face);
	face_drained(face);
	press("Down Enter Down Down Down A Down B Enter Enter Enter Enter Enter Enter");
	ck_assert_int_eq(catalogue_departments(face->ledger, rows, 20, &count, &err), RC_OK);
	ck_assert_str_eq(rows[0].taxes_eat_in, "A");
	ck_assert_str_eq(rows[0].taxes_take_away, "B");
	/* also when something else of it is changed */
	press("Enter Down Down Down Down Down Down Down Down 1 8 Enter");
	ck_assert_int_eq(catalogue_departments(face->ledger, rows, 20, &count, &err), RC_OK);
	ck_assert_int_eq(rows[0].min_age, 18);
	ck_assert_str_eq(rows[0].taxes_take_away, "B");
	press("Enter Down Down Down Q Enter Enter Enter Enter Enter Enter");
	ck_assert(shows("there is no tax"));
}
END_TEST

START_TEST(what_an_item_cost_stays_known)
{
	item_form_open(face, "100");
	press("Down Down 6 4 9");
	take_all();
	item_form_open(face, "100");
	face_drained(face);
	ck_assert(shows("this price since 22.11.2026, before 5,99"));
	press("Down Down 7 4 9 Down 2 0 2 6 - 1 2 - 0 1");
	take_all();
	prices_open(face);
	face_drained(face);
	press("3 1 0 0 Enter");
	ck_assert(shows("7,49") && shows("to come"));
	ck_assert(shows("6,49") && shows("now"));
	ck_assert(shows("5,99") && shows("when it was set up"));
}
END_TEST

static void
put_promotion(const char *name, const char *json)
{
	struct promotion_row row = { .active = true, .order = 1 };
	struct entry entry;
	text_copy(row.name, sizeof(row.name), name);
	text_copy(row.json, sizeof(row.json), json);
	setting_up_entry(face, &entry, ENTRY_RECORD);
	ck_assert_int_eq(catalogue_put_promotion(face->ledger, &row, &entry, &err), RC_OK);
	entry_done(&entry);
}

START_TEST(a_promotion_is_told_in_plain_words_and_switched)
{
	static const char *const says[] = {
		"10 % off",
		"100  Coffee",
		"category drinks",
		"WELCOME",
		"Mon Sat",
		"09:00 - 12:00",
		"01.12.2026",
		"3 pieces",
		"VIP",
		"2 times",
		"Other",
		"20,00",
		"999  is not in the catalogue",
	};
	struct promotion_row rows[2];
	size_t count = 0;
	put_promotion(
	        "Saturday",
	        "{\"name\":\"Saturday\",\"trigger\":\"code\",\"code\":\"WELCOME\",\"effect\":{"
	        "\"type\":\"percent\",\"percent\":\"10\",\"target\":{\"skus\":[\"100\",\"999\"],"
	        "\"category\":[\"drinks\"]}},\"conditions\":{\"days\":[\"mon\",\"sat\"],"
	        "\"hours\":\"09:00-12:00\",\"until\":\"2026-12-01\",\"min_qty\":3,"
	        "\"customer_group\":\"VIP\",\"usage_limit_per_customer\":2,"
	        "\"not_with\":[\"Other\"],\"min_subtotal\":\"20.00\"}}");
	prices_open(face);
	face_drained(face);
	press("1");
	ck_assert(shows("Saturday") && shows("until 01.12.2026"));
	press("Enter");
	for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++)
		ck_assert_msg(shows(says[i]), "%s", says[i]);
	ck_assert(shows("It is on"));
	press("Enter");
	ck_assert(shows("It is off"));
	ck_assert_int_eq(catalogue_promotions(face->ledger, rows, 2, &count, &err), RC_OK);
	ck_assert(!rows[0].active && rows[0].json[0]);
	press("Enter");
	ck_assert(shows("It is on"));
}
END_TEST

START_TEST(labels_are_written_to_a_file)
{
	char path[PATH_MAX], *text = NULL;
	size_t length = 0;
	prices_open(face);
	face_drained(face);
	press("4");
	press("Enter 1 0 0 , 2 0 0 Enter Enter");
	ck_assert(shows("2 labels are in"));
	ck_assert_int_eq(paths_join(path, ledger_folder(face->ledger), "labels.pdf", &err), RC_OK);
	ck_assert_int_eq(paths_read_file(path, 1 << 20, &text, &length, &err), RC_OK);
	ck_assert(length > 500 && memcmp(text, "%PDF-", 5) == 0);
	free(text);
}
END_TEST

START_TEST(a_reduced_label_rings_at_its_price)
{
	char table[17];
	prices_open(face);
	face_drained(face);
	press("5");
	press("1 0 0 Enter 3 9 9 Enter Enter Enter 2 Enter Enter");
	ck_assert(shows("2 labels are in"));
	ck_assert_str_eq(last_table(table), "markdown");
	press("Esc Esc Esc");
	scan("94000000000000000016");
	ck_assert_int_eq(total(), 399);
	ck_assert(shows("near its date"));

	/* it must be a reduction */
	prices_open(face);
	face_drained(face);
	press("5");
	press("1 0 0 Enter 9 9 9 Enter Enter Enter 2 Enter Enter");
	ck_assert(shows("that is no reduction"));
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, a_price_changes_at_once_and_is_an_entry);
	tcase_add_test(tcase, a_price_from_a_day_on_waits_for_it);
	tcase_add_loop_test(tcase, what_makes_no_sense_is_refused_and_changes_nothing, 0,
	                    (int)(sizeof(refused) / sizeof(*refused)));
	tcase_add_test(tcase, what_a_piece_holds_is_kept);
	tcase_add_test(tcase, a_container_has_its_weight_and_taxes_depend_on_the_way);
	tcase_add_test(tcase, a_department_keeps_its_taxes_by_way);
	tcase_add_test(tcase, what_an_item_cost_stays_known);
	tcase_add_test(tcase, a_promotion_is_told_in_plain_words_and_switched);
	tcase_add_test(tcase, labels_are_written_to_a_file);
	tcase_add_test(tcase, a_reduced_label_rings_at_its_price);
}

int
main(void)
{
	setenv("TZ", "CET-1", 1);
	return face_suite("price screens", add);
}
