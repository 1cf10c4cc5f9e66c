#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/people.h"
#include "shop_fixture.h"
#include "suite.h"

static enum outcome
set(const char *key, const char *value)
{
	struct entry entry = shop_entry();
	return settings_set(&shop_settings, shop, key, value, &entry, &shop_err);
}

static const char *
text(const char *key)
{
	static char out[NOTE_MAX];
	return settings_text(&shop_settings, key, out, sizeof(out));
}

START_TEST(a_change_is_kept_and_is_an_entry)
{
	int before = shop_count(ENTRY_SETTING);
	shop_ok(set("name", "  New\tname  "));
	ck_assert_str_eq(shop_settings.name, "New name");
	ck_assert_int_eq(shop_count(ENTRY_SETTING), before + 1);
	struct entry entry = shop_last(ENTRY_SETTING);
	ck_assert_str_eq(entry.is.setting.key, "name");
	ck_assert_str_eq(entry.is.setting.before, "Corner Shop");
	ck_assert_str_eq(entry.is.setting.after, "New name");
	ck_assert_int_eq(entry.staff, 1);
	entry_done(&entry);
	shop_reopen(LEDGER_WRITE_FAST);
	ck_assert_str_eq(shop_settings.name, "New name");
}
END_TEST

START_TEST(what_is_as_it_was_is_no_entry)
{
	int before = shop_count(ENTRY_SETTING);
	shop_ok(set("name", "Corner Shop"));
	ck_assert_int_eq(shop_count(ENTRY_SETTING), before);
}
END_TEST

/* What is written is read again as the same. */
START_TEST(every_setting_has_a_text_that_sets_it)
{
	const struct setting_doc *docs;
	size_t count = settings_docs(&docs);
	ck_assert_uint_gt(count, 40);
	for (size_t i = 0; i < count; i++) {
		char value[NOTE_MAX];
		struct settings copy = shop_settings;
		struct entry entry = shop_entry();
		settings_text(&shop_settings, docs[i].key, value, sizeof(value));
		ck_assert_str_ne(docs[i].label, "");
		ck_assert_str_ne(docs[i].about, "");
		shop_ok(settings_set(&copy, shop, docs[i].key, value, &entry, &shop_err));
		ck_assert_str_eq(settings_text(&copy, docs[i].key, value, sizeof(value)),
		                 text(docs[i].key));
	}
	struct settings loaded;
	shop_ok(settings_load(&loaded, shop, &shop_err));
	for (size_t i = 0; i < count; i++) {
		char value[NOTE_MAX];
		ck_assert_str_eq(settings_text(&loaded, docs[i].key, value, sizeof(value)),
		                 text(docs[i].key));
	}
}
END_TEST

START_TEST(limits_nobody_set_follow_their_scale)
{
	ck_assert_str_eq(text("empties-limit"), "25.00");
	shop_ok(set("limit-scale", "150"));
	ck_assert_str_eq(text("empties-limit"), "3750.00");
	shop_reopen(LEDGER_WRITE_FAST);
	ck_assert_str_eq(text("empties-limit"), "3750.00");
	shop_ok(set("empties-limit", "30"));
	shop_ok(set("limit-scale", "2"));
	ck_assert_str_eq(text("empties-limit"), "30.00");
	shop_reopen(LEDGER_WRITE_FAST);
	ck_assert_str_eq(text("empties-limit"), "30.00");
}
END_TEST

static const struct {
	const char *key, *value, *text;
} good[] = {
	{ "address", "1 High Street \n\n Town\n\n", "1 High Street\n\nTown" },
	{ "tax-rounding", "total", "total" },
	{ "rounding", "half_even", "half_even" },
	{ "cash-step", "0,05", "0.05" },
	{ "cash-scope", "all", "all" },
	{ "in-store", "GB", "GB" },
	{ "in-store", "none", "none" },
	{ "notes", "5 10 20", "5.00 10.00 20.00" },
	{ "notes", "", "" },
	{ "group", "space", "space" },
	{ "group", "none", "none" },
	{ "group", "’", "’" },
	{ "date", "%d.%m.%Y", "%d.%m.%Y" },
	{ "max-quantity", "12.5", "12.5" },
	{ "max-price", "99.99", "99.99" },
	{ "receipt-columns", "48", "48" },
	{ "printer", "tcp:printer:9100", "tcp:printer:9100" },
	{ "prices-with-tax", "no", "no" },
	{ "backup-place", "", "" },
	{ "language", "zh_CN", "zh_CN" },
};

START_TEST(good_values_are_taken)
{
	shop_ok(set(good[_i].key, good[_i].value));
	ck_assert_str_eq(text(good[_i].key), good[_i].text);
}
END_TEST

static const struct {
	const char *key, *value;
} bad[] = {
	{ "name", "" },
	{ "name", "   " },
	{ "tax-rounding", "sometimes" },
	{ "rounding", "" },
	{ "cash-step", "-0.05" },
	{ "cash-step", "0.005" },
	{ "cash-step", "1e2" },
	{ "in-store", "XX" },
	{ "notes", "20 10" },
	{ "notes", "5 5" },
	{ "notes", "5 x" },
	{ "notes", "1 2 3 4 5 6 7 8 9 10 11 12 13" },
	{ "group", "12" },
	{ "group", "7" },
	{ "decimal", "none" },
	{ "date", "%A" },
	{ "date", "today" },
	{ "time", "%H:%" },
	{ "max-quantity", "0" },
	{ "max-quantity", "99999999" },
	{ "receipt-columns", "8" },
	{ "receipt-columns", "42x" },
	{ "receipt-columns", "4200000000000000000000" },
	{ "prices-with-tax", "maybe" },
	{ "currency", "XXX" },
	{ "currency", "JPY" },
	{ "language", "../de" },
	{ "receipt-foot", "card 4111 1111 1111 1111" },
	{ "name", "\xff\xfe" },
	{ "cutoff", "1440" },
	{ "max-price", "99999999999999999999" },
};

START_TEST(bad_values_are_refused_and_nothing_changes)
{
	char before[NOTE_MAX];
	int entries = shop_count(ENTRY_SETTING);
	settings_text(&shop_settings, bad[_i].key, before, sizeof(before));
	ck_assert_int_eq(set(bad[_i].key, bad[_i].value), RC_REFUSED);
	ck_assert_str_ne(shop_err.msg, "");
	ck_assert_str_eq(text(bad[_i].key), before);
	ck_assert_int_eq(shop_count(ENTRY_SETTING), entries);
}
END_TEST

START_TEST(unknown_keys_are_not_found)
{
	shop_refused(set("colour", "red"), RC_NOT_FOUND, "colour");
	ck_assert_str_eq(text("colour"), "");
}
END_TEST

START_TEST(long_texts_are_refused_not_cut)
{
	char value[NOTE_MAX + 10];
	memset(value, 'x', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	ck_assert_int_eq(set("name", value), RC_REFUSED);
	ck_assert_int_eq(set("address", value), RC_REFUSED);
	value[NOTE_MAX - 1] = '\0';
	shop_ok(set("address", value));
	ck_assert_str_eq(shop_settings.address, value);
}
END_TEST

START_TEST(a_stored_value_that_makes_no_sense_is_damage)
{
	struct settings settings = { .receipt_cols = 1 };
	struct entry entry = shop_entry();
	entry.kind = ENTRY_SETTING;
	strcpy(entry.is.setting.key, "cutoff");
	shop_ok(setting_put(shop, "cutoff", "soon", &entry, &shop_err));
	shop_refused(settings_load(&settings, shop, &shop_err), RC_BROKEN, "cutoff");
	ck_assert_int_eq(settings.receipt_cols, 1);
}
END_TEST

START_TEST(settings_of_a_later_version_are_passed_over)
{
	struct settings settings;
	struct entry entry = shop_entry();
	entry.kind = ENTRY_SETTING;
	strcpy(entry.is.setting.key, "hologram");
	shop_ok(setting_put(shop, "hologram", "yes", &entry, &shop_err));
	shop_ok(settings_load(&settings, shop, &shop_err));
}
END_TEST

static Suite *
settings_suite(void)
{
	Suite *suite = suite_create("settings");
	TCase *tcase = tcase_create("settings");
	tcase_add_checked_fixture(tcase, shop_begin, shop_end);
	tcase_add_test(tcase, a_change_is_kept_and_is_an_entry);
	tcase_add_test(tcase, what_is_as_it_was_is_no_entry);
	tcase_add_test(tcase, every_setting_has_a_text_that_sets_it);
	tcase_add_test(tcase, limits_nobody_set_follow_their_scale);
	tcase_add_loop_test(tcase, good_values_are_taken, 0, sizeof(good) / sizeof(*good));
	tcase_add_loop_test(tcase, bad_values_are_refused_and_nothing_changes, 0,
	                    sizeof(bad) / sizeof(*bad));
	tcase_add_test(tcase, unknown_keys_are_not_found);
	tcase_add_test(tcase, long_texts_are_refused_not_cut);
	tcase_add_test(tcase, a_stored_value_that_makes_no_sense_is_damage);
	tcase_add_test(tcase, settings_of_a_later_version_are_passed_over);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(settings_suite());
}
