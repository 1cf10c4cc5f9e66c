/*
 * What is typed to search the journal: every word narrows, by what a person remembers.
 */
#include <config.h>

#include <string.h>

#include "screens/journal_filter.h"
#include "screens/rooms.h"
#include "tests/face_fixture.h"

/* The shop's clock stands at 22 November 2026, 11:00 local. */

static struct journal_query
read(const char *text)
{
	struct journal_query query = { .kind = ENTRY_KINDS, .series = SERIES_COUNT };

	ck_assert_msg(journal_filter_read(face, text, &query), "%s", text);
	return query;
}

START_TEST(days_are_read_as_they_are_written)
{
	ck_assert_int_eq(read("today").first, 20261122);
	ck_assert_int_eq(read("yesterday").last, 20261121);
	ck_assert_int_eq(read("2026-11-20").first, 20261120);
	ck_assert_int_eq(read("20.11.2026").first, 20261120);
	ck_assert_int_eq(read("20.11.26").first, 20261120);
	ck_assert_int_eq(read("20.11.").first, 20261120);
	ck_assert_int_eq(read("24.12.").first, 20251224);
}
END_TEST

START_TEST(hours_are_read)
{
	static const struct {
		const char *text;
		int from, to;
	} hours[] = {
		{ "14:", 840, 900 },    { "9:", 540, 600 },        { "14:30", 870, 871 },
		{ "9:-12:", 540, 720 }, { "9:15-9:45", 555, 585 }, { "0:", 0, 60 },
	};

	for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]); i++) {
		struct journal_query query = read(hours[i].text);

		ck_assert_int_eq(query.from_min, hours[i].from);
		ck_assert_int_eq(query.to_min, hours[i].to);
	}
}
END_TEST

START_TEST(amounts_staff_kinds_and_items_are_read)
{
	struct journal_query query = read("5,99 #1 sale");

	ck_assert(query.has_amount);
	ck_assert_int_eq(query.amount.minor, 599);
	ck_assert_int_eq(query.staff, 1);
	ck_assert_int_eq(query.kind, ENTRY_SALE);
	ck_assert_int_eq(read("#ann").staff, 1);
	ck_assert_int_eq(read("drawer").kind, ENTRY_NO_SALE);
	ck_assert_str_eq(read("100").item, "100");
	ck_assert_str_eq(read("4006381333931").item, "100");
	ck_assert_str_eq(read("coff").item, "100");
	ck_assert_str_eq(read("zzz").item, "zzz");
}
END_TEST

START_TEST(a_receipt_is_known_by_number_and_barcode)
{
	struct receipt_ref ref;

	ck_assert(journal_filter_receipt(face, "1-000012", &ref));
	ck_assert_int_eq(ref.number, 12);
	ck_assert(journal_filter_receipt(face, "12", &ref));
	ck_assert_int_eq(ref.number, 12);
	ck_assert(!journal_filter_receipt(face, "12.50", &ref));
	ck_assert(!journal_filter_receipt(face, "", &ref));
}
END_TEST

START_TEST(words_narrow_until_nothing_is_left)
{
	act("item 100");
	act("total");
	act("cash");
	act("item 400");
	act("total");
	act("cash");
	face_look(face);
	sales_open(face);
	face_drained(face);
	ck_assert(shows("1-000001") && shows("1-000002"));
	press("1 0 0");
	ck_assert(shows("1-000001") && !shows("1-000002"));
	press("Esc 1 , 1 5");
	ck_assert(!shows("1-000001") && shows("1-000002"));
	press("Space 1 1 :");
	ck_assert(shows("1-000002"));
	press("Backspace Backspace Backspace 1 2 :");
	ck_assert(!shows("1-000002"));
	ck_assert(shows("No sale fits."));
	press("Esc 2");
	ck_assert(!shows("1-000001") && shows("1-000002"));
	press("Esc # 7");
	ck_assert(shows("No sale fits."));
	press("Esc y e s t e r d a y");
	ck_assert(shows("No sale fits."));
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, days_are_read_as_they_are_written);
	tcase_add_test(tcase, hours_are_read);
	tcase_add_test(tcase, amounts_staff_kinds_and_items_are_read);
	tcase_add_test(tcase, a_receipt_is_known_by_number_and_barcode);
	tcase_add_test(tcase, words_narrow_until_nothing_is_left);
}

int
main(void)
{
	return face_suite("journal_filter", add_tests);
}
