#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "ledger/people.h"
#include "shop/country.h"
#include "shop_fixture.h"
#include "suite.h"

#define COUNTRIES_MAX 64

static struct country_row countries[COUNTRIES_MAX];
static size_t country_count;

START_TEST(each_country_can_be_set_up_and_sold_in)
{
	const struct country_row *country = &countries[_i];
	struct tax_row taxes[16];
	struct department_row departments[32];
	struct tender_row tenders[16];
	struct currency currency;
	char text[MONEY_TEXT_MAX];
	size_t count;
	shop_begin_in(country->code);
	shop_ok(currency_find(country->currency, &currency, &shop_err));
	ck_assert_str_eq(shop_settings.currency.code, currency.code);
	ck_assert_str_eq(shop_settings.country, country->code);
	ck_assert_int_eq(shop_settings.style.exponent, currency.exponent);
	ck_assert_int_gt(shop_settings.notes[0].minor, 0);
	ck_assert_str_ne(settings_money_symbol(&shop_settings, money_of(123456789), text), "");

	shop_ok(catalogue_taxes(shop, taxes, 16, &count, &shop_err));
	ck_assert_uint_ge(count, 2);
	ck_assert_int_gt(taxes[0].rate_ppm, 0);
	for (size_t i = 0; i < count; i++) {
		ck_assert(taxes[i].included == shop_settings.prices_with_tax);
		ck_assert_int_le(taxes[i].rate_ppm, 300000);
		ck_assert_str_ne(taxes[i].name, "");
	}
	shop_ok(catalogue_departments(shop, departments, 32, &count, &shop_err));
	ck_assert_uint_ge(count, 1);
	ck_assert_str_ne(departments[0].taxes, "");
	shop_ok(catalogue_tenders(shop, tenders, 16, &count, &shop_err));
	ck_assert_uint_ge(count, 3);
	ck_assert_str_eq(tenders[0].kind, "cash");
	ck_assert_str_eq(tenders[1].kind, "card");
	shop_end();
}
END_TEST

START_TEST(each_preset_of_departments_fits_each_country)
{
	char presets[16][17];
	struct country country;
	struct currency currency;
	struct tax_row taxes[COUNTRY_TAXES_MAX];
	struct department_row departments[COUNTRY_DEPARTMENTS_MAX];
	size_t preset_count, tax_count, count;
	shop_ok(setup_department_presets(presets, 16, &preset_count, &shop_err));
	ck_assert_uint_ge(preset_count, 5);
	shop_ok(country_open(&country, countries[_i].code, &shop_err));
	shop_ok(country_currency(&country, &currency, &shop_err));
	shop_ok(country_taxes(&country, "", taxes, &tax_count, &shop_err));
	for (size_t i = 0; i < preset_count; i++) {
		shop_ok(country_departments(&country, presets[i], "en", currency, departments,
		                            &count, &shop_err));
		for (size_t k = 0; k < count; k++) {
			bool known = false;
			for (size_t t = 0; t < tax_count; t++)
				known = known || strcmp(taxes[t].code, departments[k].taxes) == 0;
			ck_assert_msg(known, "%s %s %s", countries[_i].code, presets[i],
			              departments[k].name);
		}
	}
	country_close(&country);
}
END_TEST

START_TEST(departments_and_tenders_speak_the_language_of_the_shop)
{
	struct setup setup = { .name = "Laden", .country = "DE", .departments = "grocery" };
	struct department_row departments[32];
	size_t count;
	shop_begin();
	ledger_close(&shop);
	shop_ok(paths_remove_tree(shop_folder, &shop_err));
	shop_ok(setup_make(shop_folder, &setup, NULL, &shop_err));
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_READ, &shop_err));
	shop_ok(catalogue_departments(shop, departments, 32, &count, &shop_err));
	ck_assert_str_eq(departments[0].name, "Lebensmittel");
	ck_assert_str_eq(departments[0].taxes, "B");
	ck_assert_str_eq(departments[6].taxes, "A");
	ck_assert_int_eq(departments[6].min_age, 18);
	ck_assert_int_eq(departments[11].max_price.minor, 10000);
	shop_end();
}
END_TEST

START_TEST(amounts_look_as_the_country_writes_them)
{
	static const struct {
		const char *country, *text, *negative;
	} rows[] = {
		{ "DE", "1.234,50 €", "-0,99 €" },      { "GB", "£1,234.50", "-£0.99" },
		{ "CH", "CHF 1’234.50", "-CHF 0.99" },  { "US", "$1,234.50", "-$0.99" },
		{ "JP", "¥123,450", "-¥99" },           { "NL", "€ 1.234,50", "-€ 0,99" },
		{ "FR", "1\u00a0234,50 €", "-0,99 €" },
	};
	char text[MONEY_TEXT_MAX];
	shop_begin_in(rows[_i].country);
	ck_assert_str_eq(settings_money_symbol(&shop_settings, money_of(123450), text),
	                 rows[_i].text);
	ck_assert_str_eq(settings_money_symbol(&shop_settings, money_of(-99), text),
	                 rows[_i].negative);
	shop_end();
}
END_TEST

START_TEST(a_code_in_the_place_of_a_symbol_stands_apart)
{
	char text[MONEY_TEXT_MAX];
	shop_begin_in("GB");
	shop_settings.symbol[0] = '\0';
	ck_assert_str_eq(settings_money_symbol(&shop_settings, money_of(-99), text), "-GBP 0.99");
	shop_end();
}
END_TEST

START_TEST(where_the_place_decides_on_tax_it_can_be_named)
{
	struct setup setup = { .name = "Store", .country = "US", .local_tax = "8.875" };
	struct tax_row taxes[16];
	size_t count;
	shop_begin();
	ledger_close(&shop);
	shop_ok(paths_remove_tree(shop_folder, &shop_err));
	shop_ok(setup_make(shop_folder, &setup, NULL, &shop_err));
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_READ, &shop_err));
	shop_ok(catalogue_taxes(shop, taxes, 16, &count, &shop_err));
	ck_assert_int_eq(taxes[0].rate_ppm, 88750);
	ck_assert_str_eq(taxes[0].name, "Sales tax 8.875 %");
	ck_assert(!taxes[0].included);
	ck_assert(setup_step_done(shop, STEP_TAX));
	shop_end();
}
END_TEST

START_TEST(a_folder_with_something_in_it_is_refused_and_left_alone)
{
	struct setup setup = { .name = "Second", .country = "GB" };
	char before[NAME_MAX_BYTES];
	shop_begin();
	ledger_close(&shop);
	shop_refused(setup_make(shop_folder, &setup, NULL, &shop_err), RC_REFUSED, "already");
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_READ, &shop_err));
	shop_ok(setting_get(shop, "name", before, sizeof(before), &shop_err));
	ck_assert_str_eq(before, "Corner Shop");
	shop_end();
}
END_TEST

START_TEST(a_shop_that_cannot_be_made_leaves_nothing_behind)
{
	struct setup setup = { .name = "Nowhere", .country = "XX" };
	const char *folder;
	shop_begin();
	folder = shop_beside("second");
	shop_refused(setup_make(folder, &setup, NULL, &shop_err), RC_NOT_FOUND, "XX");
	ck_assert_int_ne(access(folder, F_OK), 0);
	strcpy(setup.country, "DE");
	setup.till = 10000;
	shop_refused(setup_make(folder, &setup, NULL, &shop_err), RC_REFUSED, "9999");
	setup.till = 1;
	strcpy(setup.address, "High Street 1\n4111 1111 1111 1111");
	shop_refused(setup_make(folder, &setup, NULL, &shop_err), RC_REFUSED, "card number");
	ck_assert_int_ne(access(folder, F_OK), 0);
	shop_end();
}
END_TEST

START_TEST(an_empty_folder_may_stand_there)
{
	struct setup setup = { .name = "Empty", .country = "DE" };
	const char *folder;
	struct stat status;
	shop_begin();
	folder = shop_beside("second");
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	shop_ok(setup_make(folder, &setup, NULL, &shop_err));
	ck_assert_int_eq(stat(folder, &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0750);
	shop_end();
}
END_TEST

START_TEST(the_recovery_sheet_gives_the_secret_back)
{
	struct setup setup = { .name = "Corner Shop", .country = "DE", .till = 3 };
	const char *folder;
	char sheet[RECOVERY_MAX];
	unsigned char seed[32];
	struct key_pair pair;
	shop_begin();
	folder = shop_beside("second");
	shop_ok(setup_make(folder, &setup, sheet, &shop_err));
	ck_assert_ptr_nonnull(strstr(sheet, "Corner Shop, 3"));
	shop_ok(setup_read_recovery(sheet, seed, &shop_err));
	key_pair_from_seed(&pair, seed);
	ledger_close(&shop);
	shop_ok(ledger_open(&shop, folder, LEDGER_READ, &shop_err));
	struct entry entry;
	shop_ok(journal_read(shop, 3, 1, &entry, &shop_err));
	ck_assert_int_eq(entry.kind, ENTRY_INIT);
	ck_assert_mem_eq(entry.is.init.root_key.bytes, pair.public.bytes, PUBLIC_KEY_BYTES);
	entry_done(&entry);

	char *root = strstr(sheet, "ROOT ");
	root[5] = root[5] == '0' ? '1' : '0';
	shop_refused(setup_read_recovery(sheet, seed, &shop_err), RC_REFUSED, "mistyped");
	shop_end();
}
END_TEST

START_TEST(the_manager_gets_number_one_and_the_pin)
{
	struct setup setup = {
		.name = "Shop", .country = "DE", .manager_name = "Ada", .manager_pin = "2718"
	};
	const char *folder;
	struct staff_row row;
	struct person person;
	shop_begin();
	folder = shop_beside("second");
	shop_ok(setup_make(folder, &setup, NULL, &shop_err));
	ledger_close(&shop);
	shop_ok(ledger_open(&shop, folder, LEDGER_WRITE_FAST, &shop_err));
	shop_ok(staff_get(shop, 1, &row, &shop_err));
	ck_assert_str_eq(row.name, "Ada");
	ck_assert(pin_matches(row.pin_hash, "2718", 1, ledger_pepper(shop)));
	ck_assert(!pin_matches(row.pin_hash, "2719", 1, ledger_pepper(shop)));
	shop_ok(staff_person(shop, &shop_settings, 1, &person, &shop_err));
	ck_assert(person.rights[RIGHT_STAFF].allowed);
	shop_end();
}
END_TEST

START_TEST(the_checklist_can_be_left_and_taken_up_again)
{
	struct entry entry;
	shop_begin();
	ck_assert(setup_step_done(shop, STEP_ADDRESS));
	ck_assert(!setup_step_done(shop, STEP_FLOAT));
	entry = shop_entry();
	shop_ok(setup_step_set(shop, STEP_FLOAT, true, &entry, &shop_err));
	shop_reopen(LEDGER_WRITE_FAST);
	ck_assert(setup_step_done(shop, STEP_FLOAT));
	entry = shop_entry();
	shop_ok(setup_step_set(shop, STEP_FLOAT, false, &entry, &shop_err));
	ck_assert(!setup_step_done(shop, STEP_FLOAT));
	shop_end();
}
END_TEST

START_TEST(going_live_is_an_entry_and_fixes_the_currency)
{
	struct entry entry = { .till = 0 };
	shop_begin();
	ck_assert(!setup_step_done(shop, STEP_LIVE));
	entry = shop_entry();
	shop_ok(settings_set(&shop_settings, shop, "currency", "USD", &entry, &shop_err));
	entry = shop_entry();
	shop_ok(setup_step_set(shop, STEP_LIVE, true, &entry, &shop_err));
	ck_assert(setup_step_done(shop, STEP_LIVE));
	ck_assert_int_eq(shop_count(ENTRY_LIVE), 1);
	entry = shop_last(ENTRY_LIVE);
	ck_assert_str_eq(entry.is.live.note, "USD, 1");
	entry_done(&entry);
	entry = shop_entry();
	shop_refused(settings_set(&shop_settings, shop, "currency", "EUR", &entry, &shop_err),
	             RC_REFUSED, "fixed");
	entry = shop_entry();
	shop_refused(setup_step_set(shop, STEP_LIVE, false, &entry, &shop_err), RC_REFUSED, "live");
	shop_end();
}
END_TEST

/* The preset only has an example of a rate there. */
START_TEST(where_the_place_decides_on_tax_the_till_goes_live_after_somebody_looked)
{
	struct setup setup = { .name = "Store", .country = "US" };
	struct entry entry;
	shop_begin();
	ledger_close(&shop);
	shop_ok(paths_remove_tree(shop_folder, &shop_err));
	shop_ok(setup_make(shop_folder, &setup, NULL, &shop_err));
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_WRITE_FAST, &shop_err));
	entry = shop_entry();
	shop_refused(setup_step_set(shop, STEP_LIVE, true, &entry, &shop_err), RC_REFUSED,
	             "the tax rates of your place must be looked at");
	ck_assert(!setup_step_done(shop, STEP_LIVE));
	entry = shop_entry();
	shop_ok(setup_step_set(shop, STEP_TAX, true, &entry, &shop_err));
	entry = shop_entry();
	shop_ok(setup_step_set(shop, STEP_LIVE, true, &entry, &shop_err));
	ck_assert(setup_step_done(shop, STEP_LIVE));
	shop_end();
}
END_TEST

START_TEST(only_some_countries_leave_a_tax_to_the_place)
{
	ck_assert(setup_has_local_tax("US"));
	ck_assert(setup_has_local_tax("CA"));
	ck_assert(!setup_has_local_tax("DE"));
	ck_assert(!setup_has_local_tax("JP"));
	ck_assert(!setup_has_local_tax("XX"));
}
END_TEST

static Suite *
setup_suite(void)
{
	Suite *suite = suite_create("setup");
	TCase *tcase = tcase_create("countries");
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, each_country_can_be_set_up_and_sold_in, 0, (int)country_count);
	tcase_add_loop_test(tcase, each_preset_of_departments_fits_each_country, 0,
	                    (int)country_count);
	tcase_add_test(tcase, departments_and_tenders_speak_the_language_of_the_shop);
	tcase_add_loop_test(tcase, amounts_look_as_the_country_writes_them, 0, 7);
	tcase_add_test(tcase, a_code_in_the_place_of_a_symbol_stands_apart);
	tcase_add_test(tcase, where_the_place_decides_on_tax_it_can_be_named);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("folder");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, a_folder_with_something_in_it_is_refused_and_left_alone);
	tcase_add_test(tcase, a_shop_that_cannot_be_made_leaves_nothing_behind);
	tcase_add_test(tcase, an_empty_folder_may_stand_there);
	tcase_add_test(tcase, the_recovery_sheet_gives_the_secret_back);
	tcase_add_test(tcase, the_manager_gets_number_one_and_the_pin);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("checklist");
	tcase_add_test(tcase, the_checklist_can_be_left_and_taken_up_again);
	tcase_add_test(tcase, going_live_is_an_entry_and_fixes_the_currency);
	tcase_add_test(tcase,
	               where_the_place_decides_on_tax_the_till_goes_live_after_somebody_looked);
	tcase_add_test(tcase, only_some_countries_leave_a_tax_to_the_place);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	struct err err = { 0 };
	if (setup_countries(countries, COUNTRIES_MAX, &country_count, &err) || country_count < 20)
		return EXIT_FAILURE;
	return run_suite(setup_suite());
}
